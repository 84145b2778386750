/* SPDX-License-Identifier: MIT */
/*
 * As many threads as the shim keeps numbers for are inside forks, held by an atfork
 * handler, when one more forks, whose handler forks as well: its child goes on with the
 * fork around it. Prints what each process of the last two forks draws. Usage: full
 * leaves|stays: whether one of the threads is let go before the inner fork. Judged by
 * concurrent.sh. Before glibc 2.36 a thread that forks has a lock while handlers run, and
 * there is no second one: that is said.
 */
#include "../hazards/generators.h"
#include "handlers.h"
#include <pthread.h>

enum { MOST = 16 /* shim/entropy/reproduce.c */, PATIENCE = 10000 };

static atomic_int arrived, ended;
static atomic_bool one_may_go, all_may_go;
static __thread int number;
static bool lets_one_go, has_forked_inside, is_inner;
static struct crowd *crowd;

static void hold(void)
{
	arrived++;
	while (!all_may_go && !(number == 1 && one_may_go))
		pause_ms(1);
}

static void fork_inside(void)
{
	has_forked_inside = true;
	one_may_go = lets_one_go;
	while (lets_one_go && !ended)
		pause_ms(1);
	pid_t pid = fork();
	is_inner = pid == 0;
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

static void before(void)
{
	if (number > 0)
		hold();
	else if (!has_forked_inside)
		fork_inside();
}

static void *fork_in_thread(void *own_number)
{
	number = (int)(intptr_t)own_number;
	pid_t pid = fork();
	if (pid == 0)
		_exit(0);
	ended++;
	waitpid(pid, NULL, 0);
	return NULL;
}

static void start_threads(int count)
{
	pthread_t thread;
	early_handlers[PREPARE] = before;
	for (int i = 1; i <= count; i++)
		require(pthread_create(&thread, NULL, fork_in_thread,
				       (void *)(intptr_t)i) == 0,
			"thread");
	for (int ms = 0; arrived < count && ms < PATIENCE; ms++)
		pause_ms(1);
	if (arrived == 1) {
		puts("one at a time");
		fflush(stdout);
		_exit(0);
	}
	require(arrived == count, "all inside a fork");
}

int main(int count, char **arguments)
{
	require(count == 2, "usage: full leaves|stays");
	lets_one_go = strcmp(arguments[1], "leaves") == 0;
	crowd = crowd_new(4);
	random();
	start_threads(lets_one_go ? MOST : MOST - 1);
	pid_t pid = fork();
	draw_report(claim(crowd), &generators[0]);
	if (pid == 0)
		_exit(0);
	waitpid(pid, NULL, 0);
	if (is_inner)
		_exit(0);
	printf("reported=%zu duplicates=%zu\n", count_reported(crowd->report, 4),
	       count_duplicates(crowd->report, 4));
	fflush(stdout);
	_exit(0); /* the threads' forks are left as they are */
}
