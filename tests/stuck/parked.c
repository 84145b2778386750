/* SPDX-License-Identifier: MIT */
/*
 * Usage: parked SECONDS. Many children, each of which waits in a way of its own, and
 * rightly: somebody can wake it, or it will go on by itself. All are awake or ended after
 * SECONDS. Prints how many ways there were; a watcher must accuse none of them.
 */
#define _GNU_SOURCE
#include "parked-shared.h"
#include "parked-threads.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t busy_rwlock = PTHREAD_RWLOCK_INITIALIZER;
static sem_t own_semaphore;
static int ends[2];

static void *holds_and_sleeps(void *unused)
{
	pthread_mutex_lock(&mutex);
	for (;;)
		pause();
	return unused;
}
static void *waits_for_condition(void *unused)
{
	static pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;
	pthread_mutex_lock(&own);
	for (;;)
		pthread_cond_wait(&condition, &own);
	return unused;
}
static void post(int signal)
{
	(void)signal;
	sem_post(&own_semaphore);
}
static struct timespec in_seconds(int seconds)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	now.tv_sec += seconds;
	return now;
}

static void own_thread_holds(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, holds_and_sleeps, NULL);
	usleep(50000);
	pthread_mutex_lock(&mutex);
}
static void joins_a_pool(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, waits_for_condition, NULL);
	pthread_join(thread, NULL);
}
static void has_a_parked_pool(void)
{
	pthread_t thread;
	for (int i = 0; i < 4; i++)
		pthread_create(&thread, NULL, waits_for_condition, NULL);
	pause();
}
static void timed_semaphore(void)
{
	struct timespec end = in_seconds(1000);
	sem_timedwait(&own_semaphore, &end);
}
static void timed_mutex(void)
{
	struct timespec end = in_seconds(1000);
	pthread_mutex_lock(&mutex);
	pthread_mutex_timedlock(&mutex, &end);
}
static void until_a_handler_posts(void)
{
	signal(SIGUSR1, post);
	sem_wait(&own_semaphore);
}
static void sleeps(void)
{
	sleep(1000);
}
static void pauses(void)
{
	pause();
}
static void waits_for_signal(void)
{
	sigset_t set;
	int got;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigwait(&set, &got);
}
static void reads_a_pipe(void)
{
	char byte;
	while (read(ends[0], &byte, 1) < 0)
		;
}
static void polls(void)
{
	struct pollfd fd = {ends[0], POLLIN, 0};
	poll(&fd, 1, -1);
}
static void waits_for_events(void)
{
	struct epoll_event event;
	epoll_wait(epoll_create1(0), &event, 1, -1);
}
static void reads_an_eventfd(void)
{
	uint64_t value;
	while (read(eventfd(0, 0), &value, sizeof value) < 0)
		;
}
static void waits_for_a_child(void)
{
	if (fork() == 0)
		for (;;)
			pause();
	wait(NULL);
}
static void waits_for_a_file_lock(void)
{
	char name[] = "/tmp/parked-XXXXXX";
	int fd = mkstemp(name), other = open(name, O_RDWR | O_CLOEXEC);
	unlink(name);
	flock(fd, LOCK_EX);
	flock(other, LOCK_EX);
}
static void computes(void)
{
	volatile unsigned long sum = 0;
	for (;;)
		sum = sum + 1;
}
static void takes_a_lock_all_the_time(void)
{
	for (;;) {
		pthread_mutex_lock(&mutex);
		pthread_mutex_unlock(&mutex);
	}
}
static void takes_a_rwlock_all_the_time(void)
{
	for (;;) {
		pthread_rwlock_rdlock(&busy_rwlock);
		pthread_rwlock_unlock(&busy_rwlock);
	}
}
static void tries_a_lock_all_the_time(void)
{
	pthread_mutex_lock(&mutex);
	while (pthread_mutex_trylock(&mutex) != 0)
		sched_yield();
}
static void computes_now_and_then(void)
{
	for (;;) {
		for (volatile int i = 0; i < 1000000; i++)
			;
		usleep(20000);
	}
}
static void is_stopped(void)
{
	raise(SIGSTOP);
}
static void is_traced(void)
{
	pid_t child = fork();
	if (child == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		pthread_mutex_lock(&mutex);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	for (;;)
		pause();
}
static void has_become_another_program(void)
{
	execl("/proc/self/exe", "parked", "-", (char *)NULL);
}

static void (*const ways[])(void) = {
	shared_semaphore,
	shared_mutex,
	shared_robust,
	shared_condition,
	shared_barrier,
	shared_futex,
	own_thread_holds,
	joins_a_pool,
	has_a_parked_pool,
	timed_semaphore,
	timed_mutex,
	until_a_handler_posts,
	sleeps,
	pauses,
	waits_for_signal,
	reads_a_pipe,
	polls,
	waits_for_events,
	reads_an_eventfd,
	waits_for_a_child,
	waits_for_a_file_lock,
	computes,
	takes_a_lock_all_the_time,
	takes_a_rwlock_all_the_time,
	tries_a_lock_all_the_time,
	computes_now_and_then,
	is_stopped,
	is_traced,
	shares_its_memory,
	locks_twice,
	has_become_another_program,
	owner_is_parked,
	deadlock_of_its_own,
	taker_has_ended,
	owner_computes,
	reader_is_parked,
	writer_is_parked,
	barrier_of_four,
	pool_behind_semaphores,
	lock_of_its_own_make,
	shared_among_threads,
	robust_among_threads,
	recursive_among_threads,
	stream_is_held,
	once_is_begun,
	joins_in_a_row,
	owner_is_parked_elsewhere,
	locked_it_itself_elsewhere,
};
enum { WAYS = sizeof ways / sizeof *ways };

static void *idles(void *unused)
{
	for (;;)
		pause();
	return unused;
}

/* Each in a process group of its own, so that all that it started ends with it. */
int main(int argc, char **argv)
{
	pid_t children[WAYS];
	pthread_t thread;
	if (argc < 2)
		return 2;
	make_shared();
	sem_init(&own_semaphore, 0, 0);
	if (strcmp(argv[1], "-") == 0)
		sem_wait(&own_semaphore);
	pthread_create(&thread, NULL, idles, NULL); /* as parents of orphans have */
	if (pipe(ends) != 0)
		return 1;
	for (int i = 0; i < WAYS; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			setpgid(0, 0);
			ways[i]();
			for (;;)
				pause();
		}
		setpgid(children[i], children[i]);
	}
	sleep((unsigned)atoi(argv[1]));
	for (int i = 0; i < WAYS; i++) {
		kill(-children[i], SIGKILL);
		kill(children[i], SIGKILL);
		waitpid(children[i], NULL, 0);
	}
	printf("%d\n", WAYS);
	return 0;
}
