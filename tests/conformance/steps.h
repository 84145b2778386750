/* SPDX-License-Identifier: MIT */
/* Random sequences of calls to libc's generators, made from a seed: what replay.c and the
 * early library run. Everything a caller can see (values, errno, returned pointers, every
 * byte of every buffer) goes into a trace; two runs that differ anywhere differ in it.
 * The choices come from a generator of our own, so the calls are the same in every run.
 */
#ifndef STEPS_H
#define STEPS_H

#include "libc-table.h"
#include "trace.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BUFFERS = 6, ROOM = 512, REAR_LIMIT = 112, ERRNO_MARK = 4711 };

static _Alignas(16) char arena[BUFFERS][ROOM + 16];
static char *libc_array; /* libc's built-in table, once a call has returned it */
static unsigned short cell[3], *old_x;
static unsigned caller_state;

static const struct libc_table *tables[3] = {&libc_here}, *call;
static unsigned table_count = 1;
static bool verbose, forks;

/* Four of the six are misaligned, each always by the same amount: libc would read a
 * header from the middle of a state otherwise, and run out of the buffer. */
static char *buffer(unsigned i)
{
	return arena[i] + i % 4;
}

static char *any_array(void)
{
	unsigned i = below(BUFFERS + 1);
	return i == BUFFERS && libc_array ? libc_array : buffer(i % BUFFERS);
}

/* A pointer as the same number in every run. */
static void note_array(char *p)
{
	bool ours = p >= arena[0] && p < arena[BUFFERS - 1] + sizeof arena[0];
	if (p && !ours && !libc_array)
		libc_array = p;
	note(!p ? 1 : ours ? 16 + (uint64_t)(p - arena[0]) : p == libc_array ? 2 : 3);
}

static unsigned any_seed(void)
{
	static const unsigned odd_ones[] = {0, 1, 2, 0x7fffffff, 0x80000000, 0xffffffff};
	return below(3) ? (unsigned)choose() : odd_ones[below(6)];
}

static unsigned burst(void)
{
	return below(4) ? 1 : 1 + below(150);
}

static void poke(char *array, unsigned word, int32_t value)
{
	memcpy(array + 4 * word, &value, sizeof value);
}

static void do_random(void)
{
	for (unsigned n = burst(); n; n--)
		note((uint64_t)call->random());
}

static void do_rand(void)
{
	for (unsigned n = burst(); n; n--)
		note((uint64_t)call->rand());
}

static void do_srandom(void)
{
	call->srandom(any_seed());
}

static void do_srand(void)
{
	call->srand(any_seed());
}

static void do_initstate(void)
{
	static const unsigned short sizes[] = {0,  1,  7,   8,   9,   31,  32,  33,  63,
					       64, 65, 127, 128, 129, 255, 256, 257, 300};
	char *array = buffer(below(BUFFERS));
	note_array(call->initstate(any_seed(), array, sizes[below(18)]));
}

static void do_setstate(void)
{
	note_array(call->setstate(any_array()));
}

static void do_setstate_null(void)
{
	note_array(call->setstate(NULL));
}

static void do_setstate_negative(void)
{
	static const int32_t headers[] = {-1, -2, -4, -5, -10, -155, INT32_MIN};
	char *array = buffer(below(BUFFERS));
	poke(array, 0, headers[below(7)]);
	note_array(call->setstate(array));
}

/* libc takes any rear pointer; these stay inside the buffer, so what it does is defined
 * by its own steps, and a caller may rely on it. */
static void do_setstate_rear(void)
{
	char *array = buffer(below(BUFFERS));
	poke(array, 0, (int32_t)(5 * below(REAR_LIMIT) + below(5)));
	note_array(call->setstate(array));
}

/* Also into the array in use: it is the caller's memory. */
static void do_scribble(void)
{
	poke(buffer(below(BUFFERS)), 1 + below(31), (int32_t)choose());
}

static void do_drand48(void)
{
	for (unsigned n = burst(); n; n--)
		note_double(call->drand48());
}

static void do_integers48(void)
{
	for (unsigned n = burst(); n; n--)
		note((uint64_t)(n % 2 ? call->lrand48() : call->mrand48()));
}

static void do_cell48(void)
{
	note_double(call->erand48(cell));
	note((uint64_t)call->nrand48(cell));
	note((uint64_t)call->jrand48(cell));
}

static void do_srand48(void)
{
	call->srand48((long)(below(2) ? choose() : any_seed()));
}

/* One in three passes what the last call returned: libc's own old value, overwritten
 * while it is read. */
static void do_seed48(void)
{
	unsigned short seed[3];
	for (int i = 0; i < 3; i++)
		seed[i] = (unsigned short)choose();
	old_x = call->seed48(old_x && !below(3) ? old_x : seed);
}

static void do_lcong48(void)
{
	unsigned short param[7];
	for (int i = 0; i < 7; i++)
		param[i] = (unsigned short)choose();
	call->lcong48(param);
}

/* libc seeds strfry from the clock, so only the letters are comparable, and that nothing
 * else moved. */
static void do_strfry(void)
{
	char text[64] = "";
	unsigned sum = 0, size = below(60);
	for (unsigned i = 0; i < size; i++)
		text[i] = (char)('!' + choose() % 90);
	note(call->strfry(text) == text);
	for (unsigned i = 0; i < size; i++)
		sum += (unsigned)(text[i] * text[i] * text[i]);
	note(sum);
	note(strlen(text));
}

static void do_rand_r(void)
{
	note((uint64_t)call->rand_r(&caller_state));
}

static void take_steps(unsigned count);

/* Whatever the child does, and its child, the parent must not notice. */
static void do_fork(void)
{
	int status = -1;
	pid_t child = forks ? fork() : -1;
	if (child == 0) {
		verbose = false;
		alarm(20);
		take_steps(1 + below(30));
		_exit(0);
	}
	if (child > 0 && waitpid(child, &status, 0) == child)
		note((uint64_t)status);
}

static const struct step {
	const char *name;
	void (*run)(void);
	unsigned weight;
} steps[] = {
	{"random", do_random, 20},
	{"rand", do_rand, 14},
	{"srandom", do_srandom, 4},
	{"srand", do_srand, 2},
	{"initstate", do_initstate, 8},
	{"setstate", do_setstate, 10},
	{"setstate-null", do_setstate_null, 1},
	{"setstate-negative", do_setstate_negative, 2},
	{"setstate-rear", do_setstate_rear, 3},
	{"scribble", do_scribble, 4},
	{"drand48", do_drand48, 8},
	{"integers48", do_integers48, 8},
	{"cell48", do_cell48, 6},
	{"srand48", do_srand48, 2},
	{"seed48", do_seed48, 3},
	{"lcong48", do_lcong48, 2},
	{"strfry", do_strfry, 1},
	{"rand_r", do_rand_r, 1},
	{"fork", do_fork, 1},
};
enum { STEPS = sizeof steps / sizeof *steps, WEIGHTS = 100 };

static const struct step *any_step(void)
{
	unsigned n = below(WEIGHTS), i = 0;
	while (n >= steps[i].weight && i < STEPS - 1)
		n -= steps[i++].weight;
	return &steps[i];
}

static void take_step(void)
{
	const struct step *step = any_step();
	call = tables[below(table_count)];
	errno = ERRNO_MARK;
	step->run();
	note((uint64_t)errno);
	for (unsigned i = 0; i < BUFFERS; i++)
		note_bytes(arena[i], sizeof arena[i]);
	if (libc_array)
		note_bytes(libc_array, 128);
	if (old_x)
		note_bytes((const char *)old_x, 6);
	if (verbose)
		printf("  %s errno %d: %016llx\n", step->name, errno,
		       (unsigned long long)trace);
}

static void take_steps(unsigned count)
{
	while (count--)
		take_step();
}

/* The trace of one seed; libc's state carries over from the seeds before. */
static uint64_t replay(uint64_t seed, unsigned count)
{
	choice_state = seed * 0xd1342543de82ef95;
	trace = seed;
	take_steps(count);
	return trace;
}

#endif
