/* SPDX-License-Identifier: MIT */
/* Children that ask libc for a stream of their own (every seeding call, every type of
 * array in use, before and after a first draw, also grandchildren and a restored file)
 * and print what they get. libc's answer depends on nothing else, so bare is the oracle.
 */
#define _GNU_SOURCE
#include "children.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { DRAWS = 400 };

/* Seeds from here on are no process's id, which --clock-seeds=replace would replace. */
enum { NO_PID = 1 << 30 };

static char inherited[256], own[300];
static const char *saved_path;
static bool draws_first;
static unsigned asked_seed;

static void ask_srand(void)
{
	srand(asked_seed);
}

static void ask_srandom(void)
{
	srandom(asked_seed);
}

static void ask_initstate(void)
{
	static const size_t sizes[] = {8, 33, 64, 128, 300};
	initstate(asked_seed, own, sizes[asked_seed % 5]);
}

/* As a program does that continues a saved run: an array no ancestor handed to libc. */
static void ask_saved(void)
{
	FILE *file = fopen(saved_path, "r");
	if (!file || fread(own, 1, sizeof inherited, file) != sizeof inherited)
		give_up(saved_path);
	fclose(file);
	setstate(own);
}

static void ask_srand48(void)
{
	srand48((long)asked_seed - 5);
}

static void ask_seed48(void)
{
	unsigned short seed[3] = {(unsigned short)asked_seed, 2, 3};
	seed48(seed);
}

static void ask_lcong48(void)
{
	unsigned short param[7] = {1, (unsigned short)asked_seed, 3, 4, 5, 6, 7};
	lcong48(param);
}

static uint64_t mixed(uint64_t sum, uint64_t value)
{
	return (sum ^ value ^ sum >> 31) * 0x9fb21c651e98df25;
}

static uint64_t draw_random(void)
{
	uint64_t sum = 0;
	for (int i = 0; i < DRAWS; i++)
		sum = mixed(sum, (uint64_t)(i % 3 ? random() : rand()));
	return sum;
}

static uint64_t draw_48(void)
{
	unsigned short cell[3] = {7, 8, 9};
	uint64_t sum = 0;
	for (int i = 0; i < DRAWS; i++)
		sum = mixed(sum, (uint64_t)(lrand48() ^ mrand48() ^ nrand48(cell)) ^
					 (uint64_t)(drand48() * 0x1p48));
	return sum;
}

static const struct way {
	const char *name;
	void (*ask)(void);
	uint64_t (*draw)(void);
} ways[] = {
	{"srand", ask_srand, draw_random},         {"srandom", ask_srandom, draw_random},
	{"initstate", ask_initstate, draw_random}, {"saved file", ask_saved, draw_random},
	{"srand48", ask_srand48, draw_48},         {"seed48", ask_seed48, draw_48},
	{"lcong48", ask_lcong48, draw_48},
};
static const struct way *way;

static void obey(int index, void *answer)
{
	asked_seed += (unsigned)index;
	if (draws_first)
		way->draw();
	way->ask();
	*(uint64_t *)answer = way->draw();
}

static void obey_in_grandchild(int index, void *answer)
{
	if (draws_first)
		way->draw();
	fork_child(index, obey, answer);
	wait(NULL);
}

static void say(const char *who, child_task *task, size_t size)
{
	const uint64_t *sums = ask_children(5, sizeof *sums, task);
	for (int i = 0; i < 5; i++)
		printf("%s %s, array of %zu, %s: %016llx\n", who, way->name, size,
		       draws_first ? "after a draw" : "at once",
		       (unsigned long long)sums[i]);
}

static void save(const char *path)
{
	FILE *file = fopen(path, "w");
	char *before = initstate(99, inherited, sizeof inherited);
	random();
	setstate(before);
	if (!file || !fwrite(inherited, sizeof inherited, 1, file) || fclose(file))
		give_up(path);
	saved_path = path;
}

int main(int argc, char **argv)
{
	static const size_t sizes[] = {0, 8, 32, 64, 128, 256};
	if (argc < 2)
		return 2;
	save(argv[1]);
	for (int i = 0; i < 6 * 2; i++) {
		size_t size = sizes[i / 2];
		draws_first = i % 2;
		asked_seed = i ? NO_PID + 1000 * (unsigned)i : 0;
		if (size)
			initstate(17, inherited, size);
		srand48(random());
		for (way = ways; way < ways + sizeof ways / sizeof *ways; way++) {
			say("child", obey, size);
			say("grandchild", obey_in_grandchild, size);
		}
	}
	return 0;
}
