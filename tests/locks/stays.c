/* SPDX-License-Identifier: MIT */
/*
 * Threads that sit inside a call for long, or leave it without returning.
 */
#define _GNU_SOURCE
#include "special.h"

static int inside(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)info, (void)size;
	phase = 1;
	double until = now() + *(int *)data;
	while (now() < until)
		usleep(1000);
	return 1;
}

static void *sit_inside(void *unused)
{
	int long_time = 10000;
	dl_iterate_phdr(inside, &long_time);
	return unused;
}

/* A thread sits inside for long: one fork waits for it, and that is told. */
static void long_stay(void)
{
	start(sit_inside);
	wait_for_phase();
	count_slow("long");
}

/* Inside perror(3), which writes into a pipe that is full: a cancellation point. */
static void *write_in_vain(void *unused)
{
	phase = 1;
	perror("x");
	return unused;
}

static pthread_t start_writer(void)
{
	int ends[2];
	if (pipe2(ends, O_NONBLOCK) < 0)
		exit(1);
	while (write(ends[1], "x", 1) == 1)
		;
	fcntl(ends[1], F_SETFL, 0);
	dup2(ends[1], 2);
	pthread_t thread = start(write_in_vain);
	wait_for_phase();
	usleep(20000);
	return thread;
}

/* A thread is cancelled inside. */
static void cancelled(void)
{
	pthread_t thread = start_writer();
	pthread_cancel(thread);
	pthread_join(thread, NULL);
	count_slow("cancelled");
}

/* The same, and nobody joins it. */
static void cancelled_unjoined(void)
{
	pthread_t thread = start_writer();
	pthread_cancel(thread);
	usleep(100000);
	count_slow("cancelled");
}

static sigjmp_buf away;

static void jump(int signal)
{
	(void)signal;
	siglongjmp(away, 1);
}

static void *leave_by_jump(void *unused)
{
	FILE *pipe = popen("exec sleep 3", "r");
	if (sigsetjmp(away, 1) == 0) {
		phase = 1;
		pclose(pipe);
	}
	phase = 2;
	return keep_busy(unused);
}

/* A handler leaves a call by siglongjmp(3); the thread's later calls are seen. */
static void jumped(void)
{
	signal(SIGUSR1, jump);
	pthread_t thread = start(leave_by_jump);
	wait_for_phase();
	usleep(100000);
	pthread_kill(thread, SIGUSR1);
	while (phase != 2)
		usleep(100);
	int hung = 0, slow = 0;
	for (int i = 0; i < 300; i++) {
		double took;
		hung += child_of(fork, use_time, &took);
		slow += took >= SLOW;
	}
	printf("jumped: slow=%d hung=%d\n", slow > 1, hung);
}

const struct special_case cases[] = {
	{"long", long_stay},
	{"cancelled", cancelled},
	{"unjoined", cancelled_unjoined},
	{"jumped", jumped},
	{NULL, NULL},
};
