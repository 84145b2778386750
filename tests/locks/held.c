/* SPDX-License-Identifier: MIT */
/*
 * Mutexes that are held for long, handed on, or waited for.
 */
#define _GNU_SOURCE
#include "special.h"

static void *hold_for_minutes(void *unused)
{
	lock_it();
	phase = 1;
	pause();
	return unused;
}

/* A thread holds a mutex for minutes. */
static void minutes(void)
{
	start(hold_for_minutes);
	wait_for_phase();
	count_slow("minutes");
}

static void *lock_and_stay(void *unused)
{
	lock_it();
	phase = 1;
	while (phase == 1)
		usleep(100);
	pause();
	return unused;
}

/* A mutex that another thread unlocks than has locked it: one wait, then it is known. */
static void handed(void)
{
	start(lock_and_stay);
	wait_for_phase();
	unlock_it();
	phase = 2;
	printf("handed on: slow=%d\n", slow_forks(5));
}

static void *want_it(void *unused)
{
	phase = 1;
	lock_it();
	return unused;
}

/* The forking thread has the mutex that another one waits for. */
static void owned(void)
{
	lock_it();
	start(want_it);
	wait_for_phase();
	usleep(50000);
	printf("owned: slow=%d\n", slow_forks(5));
}

static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;

static void *wait_for_ever(void *unused)
{
	lock_it();
	phase = 1;
	pthread_cleanup_push((void (*)(void *))unlock_it, NULL);
	for (;;)
		pthread_cond_wait(&condition, &mutex);
	pthread_cleanup_pop(1);
	return unused;
}

/* A thread waits for a condition: it holds nothing. */
static void waiting(void)
{
	start(wait_for_ever);
	wait_for_phase();
	usleep(50000);
	printf("waiting: slow=%d\n", slow_forks(5));
}

/* It is cancelled meanwhile; its cleanup handler unlocks. */
static void cancelled_wait(void)
{
	pthread_t thread = start(wait_for_ever);
	wait_for_phase();
	usleep(50000);
	pthread_cancel(thread);
	pthread_join(thread, NULL);
	printf("cancelled_wait: slow=%d\n", slow_forks(5));
}

static pthread_mutex_t *mapped;

static void *use_once(void *unused)
{
	pthread_mutex_lock(mapped);
	pthread_mutex_unlock(mapped);
	phase = 1;
	pause();
	return unused;
}

static void use_mapped(void)
{
	mapped = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		      0);
	start(use_once);
	wait_for_phase();
}

/* A thread's latest mutex is gone, with its memory. */
static void unmapped(void)
{
	use_mapped();
	munmap(mapped, 4096);
	printf("unmapped: slow=%d\n", slow_forks(5));
}

/* Its memory looks like a mutex that is just being let go of: one wait, and no finding.
 */
static void reused(void)
{
	use_mapped();
	*(int *)mapped = 1;
	printf("reused: slow=%d\n", slow_forks(5));
}

const struct special_case cases[] = {
	{"minutes", minutes},
	{"handed", handed},
	{"owned", owned},
	{"waiting", waiting},
	{"cancelled_wait", cancelled_wait},
	{"unmapped", unmapped},
	{"reused", reused},
	{NULL, NULL},
};
