/* SPDX-License-Identifier: MIT */
/*
 * Of parked.c: waits on what lies in memory that other processes share, so that one of
 * them may end them.
 */
#pragma once

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct shared {
	sem_t semaphore;
	pthread_mutex_t mutex, robust;
	pthread_cond_t condition;
	pthread_barrier_t barrier;
	uint32_t word;
} * shared;

static void shared_semaphore(void)
{
	sem_wait(&shared->semaphore);
}
static void shared_mutex(void)
{
	pthread_mutex_lock(&shared->mutex);
}
static void shared_robust(void)
{
	pthread_mutex_lock(&shared->robust);
}
static void shared_condition(void)
{
	pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;
	pthread_mutex_lock(&own);
	pthread_cond_wait(&shared->condition, &own);
}
static void shared_barrier(void)
{
	pthread_barrier_wait(&shared->barrier);
}
static void shared_futex(void)
{
	syscall(SYS_futex, &shared->word, FUTEX_WAIT, 0, NULL, NULL, 0);
}
static int in_another_task(void *unused)
{
	(void)unused;
	syscall(SYS_futex, &shared[1].word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
	return 0;
}
/* A task with its parent's memory, which can wake it though it is another process. */
static void shares_its_memory(void)
{
	static char stack[65536] __attribute__((aligned(16)));
	shared = calloc(2, sizeof *shared);
	clone(in_another_task, stack + sizeof stack, CLONE_VM | SIGCHLD, NULL);
	for (;;)
		pause();
}
static void make_shared(void)
{
	pthread_mutexattr_t of_mutex;
	pthread_condattr_t of_condition;
	pthread_barrierattr_t of_barrier;
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	sem_init(&shared->semaphore, 1, 0);
	pthread_mutexattr_init(&of_mutex);
	pthread_mutexattr_setpshared(&of_mutex, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&shared->mutex, &of_mutex);
	pthread_mutexattr_setrobust(&of_mutex, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&shared->robust, &of_mutex);
	pthread_mutex_lock(&shared->mutex);
	pthread_mutex_lock(&shared->robust);
	pthread_condattr_init(&of_condition);
	pthread_condattr_setpshared(&of_condition, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&shared->condition, &of_condition);
	pthread_barrierattr_init(&of_barrier);
	pthread_barrierattr_setpshared(&of_barrier, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(&shared->barrier, &of_barrier, 2);
}
