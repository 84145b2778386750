/* SPDX-License-Identifier: MIT */
/*
 * What each process of a fork tree draws here: four numbers from each of libc's three
 * families, kept in shared memory and printed as "PLACE FAMILY N N N N". Not here: who
 * forks whom.
 */
#ifndef STREAMS_H
#define STREAMS_H

#include "../hazards/generators.h"

enum { FAMILIES = 3 };
static const char *const families[FAMILIES] = {"random", "drand48", "strfry"};

struct streams {
	struct report of[FAMILIES];
};

static inline const struct generator *family(int index)
{
	for (int i = 0; i < GENERATORS; i++)
		if (strcmp(generators[i].name, families[index]) == 0)
			return &generators[i];
	abort();
}

static inline void seed_streams(unsigned seed)
{
	srandom(seed);
	srand48((long)seed);
}

/* strfry takes no seed; it is used once, so that children inherit something. */
static inline void start_streams(unsigned seed)
{
	seed_streams(seed);
	start_strfry();
}

static inline void draw_streams(struct streams *streams)
{
	for (int i = 0; i < FAMILIES; i++)
		draw_report(&streams->of[i], family(i));
}

static inline void print_streams(const char *place, const struct streams *streams)
{
	for (int i = 0; i < FAMILIES; i++) {
		const struct report *report = &streams->of[i];
		if (!report->done)
			continue;
		printf("%s %s", place, families[i]);
		for (int j = 0; j < DRAWS; j++)
			printf(" %llu", (unsigned long long)report->value[j]);
		printf("\n");
	}
}

/* Children that hung or crashed are a failure of the whole run. */
static inline int reap_all(void)
{
	struct outcome outcome = {0};

	watch(&outcome, 20);
	if (outcome.hung || outcome.crashed)
		fprintf(stderr, "hung=%zu crashed=%zu\n", outcome.hung, outcome.crashed);
	return outcome.hung || outcome.crashed;
}

#endif
