/* SPDX-License-Identifier: MIT */
/*
 * Of parked.c: several threads, all or most of which wait, and rightly or by a fault of
 * their own: one of them, and no thread of the parent's, has what the others wait for.
 */
#pragma once

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER,
		       second = PTHREAD_MUTEX_INITIALIZER, special;
static pthread_rwlock_t own_rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t own_barrier;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static uint32_t own_word;

static void start_thread(void *(*function)(void *))
{
	pthread_t thread;
	pthread_create(&thread, NULL, function, NULL);
	usleep(50000);
}
static void wait_for_nothing(void)
{
	static pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;
	static pthread_cond_t never = PTHREAD_COND_INITIALIZER;
	pthread_mutex_lock(&own);
	for (;;)
		pthread_cond_wait(&never, &own);
}
static void make_special(int sharing, int robustness, int kind)
{
	pthread_mutexattr_t attributes;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, sharing);
	pthread_mutexattr_setrobust(&attributes, robustness);
	pthread_mutexattr_settype(&attributes, kind);
	pthread_mutex_init(&special, &attributes);
}

static void *takes_first_and_parks(void *unused)
{
	pthread_mutex_lock(&first);
	wait_for_nothing();
	return unused;
}
static void owner_is_parked(void)
{
	start_thread(takes_first_and_parks);
	pthread_mutex_lock(&first);
}
static void *takes_second_and_first(void *unused)
{
	pthread_mutex_lock(&second);
	usleep(100000);
	pthread_mutex_lock(&first);
	return unused;
}
static void deadlock_of_its_own(void)
{
	pthread_mutex_lock(&first);
	start_thread(takes_second_and_first);
	pthread_mutex_lock(&second);
}
static void *takes_first_and_ends(void *unused)
{
	pthread_mutex_lock(&first);
	return unused;
}
static void *lets_go_of_first_one_day(void *unused)
{
	sleep(1000);
	pthread_mutex_unlock(&first);
	return unused;
}
static void taker_has_ended(void)
{
	start_thread(takes_first_and_ends);
	start_thread(lets_go_of_first_one_day);
	pthread_mutex_lock(&first);
}
static void *takes_first_and_computes(void *unused)
{
	pthread_mutex_lock(&first);
	for (volatile unsigned long sum = 0;;)
		sum = sum + 1;
	return unused;
}
static void owner_computes(void)
{
	start_thread(takes_first_and_computes);
	pthread_mutex_lock(&first);
}
static void *reads_and_parks(void *unused)
{
	pthread_rwlock_rdlock(&own_rwlock);
	wait_for_nothing();
	return unused;
}
static void *writes_and_parks(void *unused)
{
	pthread_rwlock_wrlock(&own_rwlock);
	wait_for_nothing();
	return unused;
}
static void reader_is_parked(void)
{
	start_thread(reads_and_parks);
	pthread_rwlock_wrlock(&own_rwlock);
}
static void writer_is_parked(void)
{
	start_thread(writes_and_parks);
	pthread_rwlock_rdlock(&own_rwlock);
}
static void *comes_to_barrier(void *unused)
{
	pthread_barrier_wait(&own_barrier);
	return unused;
}
static void *comes_to_barrier_late(void *unused)
{
	sleep(1000);
	return comes_to_barrier(unused);
}
static void barrier_of_four(void)
{
	pthread_barrier_init(&own_barrier, NULL, 4);
	start_thread(comes_to_barrier);
	start_thread(comes_to_barrier);
	start_thread(comes_to_barrier_late);
	comes_to_barrier(NULL);
}
static void *waits_for_post(void *unused)
{
	static sem_t semaphore;
	sem_init(&semaphore, 0, 0);
	sem_wait(&semaphore);
	return unused;
}
static void pool_behind_semaphores(void)
{
	start_thread(waits_for_post);
	start_thread(waits_for_post);
	waits_for_post(NULL);
}
/* As GLib, Rust and others make theirs: nobody can tell whose it is. */
static void *takes_word_and_parks(void *unused)
{
	own_word = 2;
	wait_for_nothing();
	return unused;
}
static void lock_of_its_own_make(void)
{
	start_thread(takes_word_and_parks);
	syscall(SYS_futex, &own_word, FUTEX_WAIT_PRIVATE, 2, NULL, NULL, 0);
}
static void *takes_special_and_parks(void *unused)
{
	pthread_mutex_lock(&special);
	wait_for_nothing();
	return unused;
}
static void special_is_held(void)
{
	start_thread(takes_special_and_parks);
	pthread_mutex_lock(&special);
}
static void shared_among_threads(void)
{
	make_special(PTHREAD_PROCESS_SHARED, PTHREAD_MUTEX_STALLED, PTHREAD_MUTEX_NORMAL);
	special_is_held();
}
static void robust_among_threads(void)
{
	make_special(PTHREAD_PROCESS_PRIVATE, PTHREAD_MUTEX_ROBUST, PTHREAD_MUTEX_NORMAL);
	special_is_held();
}
static void recursive_among_threads(void)
{
	make_special(PTHREAD_PROCESS_PRIVATE, PTHREAD_MUTEX_STALLED,
		     PTHREAD_MUTEX_RECURSIVE);
	special_is_held();
}
/* A lock of libc's own, under which a program waits for something else. */
static void *takes_stream_and_parks(void *unused)
{
	flockfile(stderr);
	wait_for_nothing();
	return unused;
}
static void stream_is_held(void)
{
	start_thread(takes_stream_and_parks);
	fputs("", stderr);
	flockfile(stderr);
}
static void *begins_and_parks(void *unused)
{
	pthread_once(&once, wait_for_nothing);
	return unused;
}
static void once_is_begun(void)
{
	start_thread(begins_and_parks);
	pthread_once(&once, wait_for_nothing);
}
static void *joins_a_parked_one(void *unused)
{
	pthread_t thread;
	pthread_create(&thread, NULL, takes_first_and_parks, NULL);
	pthread_join(thread, NULL);
	return unused;
}
static void joins_in_a_row(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, joins_a_parked_one, NULL);
	usleep(50000);
	pthread_join(thread, NULL);
}
/* Threads have other numbers there than the watcher sees. */
static void in_pid_namespace(void (*way)(void))
{
	if (unshare(CLONE_NEWUSER | CLONE_NEWPID) == 0 && fork() == 0)
		way();
	wait(NULL);
}
static void owner_is_parked_elsewhere(void)
{
	in_pid_namespace(owner_is_parked);
}
/* Its own fault, and no other thread's. */
static void locks_twice(void)
{
	pthread_mutex_lock(&first);
	pthread_mutex_lock(&first);
}
static void locked_it_itself_elsewhere(void)
{
	in_pid_namespace(locks_twice);
}
