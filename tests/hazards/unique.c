/* SPDX-License-Identifier: MIT */
/*
 * Promise 2: many children, each drawing four numbers from each type of random() and from
 * drand48, its current type being another one each time. Types 1 to 4 must never repeat;
 * type 0 (31 bits of state) and drand48 (48 bits) no more often than their size explains.
 * Usage: unique CHILDREN. Not here: how children are made (ways.c).
 */
#include "generators.h"
#include <math.h>

enum { STREAMS = 6, IN_FLIGHT = 64 };

static const struct stream {
	const char *name;
	int bits; /* of state; 0: too many for a single repetition by chance */
} streams[STREAMS] = {{"type0", 31}, {"type1", 0}, {"type2", 0},
		      {"type3", 0},  {"type4", 0}, {"drand48", 48}};

static struct report *reports[STREAMS];

/* Starts with the inherited current type and goes round. */
static void child(size_t index)
{
	for (size_t i = 0; i < TYPES; i++) {
		size_t type = (index + i) % TYPES;
		if (i > 0)
			setstate(type_array[type]);
		draw_report(&reports[type][index], &generators[0]);
	}
	draw_report(&reports[5][index], &generators[7]);
}

static void make_children(size_t count, struct outcome *outcome)
{
	for (size_t i = 0; i < count; i++) {
		setstate(type_array[i % TYPES]);
		pid_t pid = fork();
		require(pid >= 0, "fork");
		if (pid == 0) {
			child(i);
			_exit(0);
		}
		if (i % IN_FLIGHT == IN_FLIGHT - 1)
			watch(outcome, 20);
	}
	watch(outcome, 20);
}

/* With n children and b bits, n(n-1)/2^(b+1) chance repetitions are expected, and their
   number is a Poisson variable: the smallest count exceeded with odds below 10^-9. */
static size_t bound(size_t n, int bits)
{
	double expected = (double)n * (double)(n - 1) / 2 / (double)(1ULL << bits);
	size_t count;
	double tail = 1;

	if (expected > 50) /* nearly normal: six standard deviations and a little */
		return (size_t)(expected + 6.2 * sqrt(expected));
	for (count = 0; tail > 1e-9; count++) {
		double term = exp(-expected), sum = term;
		for (size_t k = 1; k <= count; k++)
			sum += term *= expected / (double)k;
		tail = 1 - sum;
	}
	return count - 1;
}

static void print_stream(int stream, size_t count)
{
	size_t duplicates = count_duplicates(reports[stream], count);
	size_t allowed = streams[stream].bits ? bound(count, streams[stream].bits) : 0;

	printf("%s reported=%zu duplicates=%zu allowed=%zu excess=%zu\n",
	       streams[stream].name, count_reported(reports[stream], count), duplicates,
	       allowed, duplicates > allowed ? duplicates - allowed : 0);
}

int main(int argument_count, char **arguments)
{
	struct outcome outcome = {0};

	require(argument_count == 2, "usage: unique CHILDREN");
	size_t count = (size_t)atol(arguments[1]);
	adopt_orphans();
	for (int i = 0; i < STREAMS; i++)
		reports[i] = shared_memory(count * sizeof(struct report));
	for (int type = 0; type < TYPES; type++)
		start_type(type);
	start_48();
	make_children(count, &outcome);
	printf("children hung=%zu crashed=%zu\n", outcome.hung, outcome.crashed);
	for (int i = 0; i < STREAMS; i++)
		print_stream(i, count);
	return 0;
}
