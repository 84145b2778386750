/* SPDX-License-Identifier: MIT */
/* What every benchmark program shares: a clock, a core to stay on, and the one number it
 * prints. A program measures itself once and knows nothing of preload objects, rounds or
 * ratios: those are bench/run's. */
#ifndef FORKSEED_BENCH_H
#define FORKSEED_BENCH_H

#define _GNU_SOURCE

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static inline double now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* Children and threads made afterwards stay on this core as well. */
static inline void pin_to_this_core(void)
{
	cpu_set_t core;
	CPU_ZERO(&core);
	CPU_SET(sched_getcpu(), &core);
	sched_setaffinity(0, sizeof core, &core);
}

static inline void print_per_op(double start, long ops)
{
	printf("%.4f\n", (now_ns() - start) / (double)ops);
}

static inline _Noreturn void give_up(const char *what)
{
	perror(what);
	exit(1);
}

/* The process's memory: of its smaps_rollup (proc(5)), the line with this name. */
static inline long own_kilobytes(const char *name)
{
	char line[256];
	long kilobytes = -1;
	size_t length = strlen(name);
	FILE *f = fopen("/proc/self/smaps_rollup", "r");
	if (!f)
		give_up("/proc/self/smaps_rollup");
	while (fgets(line, sizeof line, f))
		if (!strncmp(line, name, length) && line[length] == ':')
			kilobytes = atol(line + length + 1);
	fclose(f);
	return kilobytes;
}

#endif
