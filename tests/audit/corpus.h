/* SPDX-License-Identifier: MIT */
/*
 * What the corpus's two halves share. A program for each verdict that corpus.sh has
 * written down: usage: hazards|innocents CASE. They print what their processes drew, so
 * that the bare run shows which of them repeat.
 */
#pragma once

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct corpus_case {
	const char *name;
	void (*run)(void);
};

static inline void tell(long number)
{
	char line[64];
	int length = snprintf(line, sizeof line, "%ld\n", number);
	if (write(1, line, (size_t)length) != length)
		_exit(1);
}

static inline void wait_all(void)
{
	while (wait(NULL) > 0)
		;
}

static inline void draw(void)
{
	tell(random());
}

/* Three children, each of which does the same. */
static inline void children(void (*act)(void))
{
	for (int i = 0; i < 3; i++)
		if (fork() == 0) {
			act();
			_exit(0);
		}
	wait_all();
}

static inline void draw_strfry(void)
{
	char text[] = "abcdefghijklmnopqrstuvwxyz";
	puts(strfry(text));
	fflush(stdout);
}

static inline void seed_by_clock(void)
{
	srandom((unsigned)time(NULL));
	draw();
}

static inline int run_case(const struct corpus_case *cases, size_t count, char **words)
{
	for (size_t i = 0; i < count; i++)
		if (words[1] && strcmp(words[1], cases[i].name) == 0) {
			cases[i].run();
			return 0;
		}
	return 2;
}
