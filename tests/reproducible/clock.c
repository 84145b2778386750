/* SPDX-License-Identifier: MIT */
/*
 * Children that seed themselves from the clock or the pid, or with numbers that mean
 * something. Each reports its seed and what it drew; the unforked parent works out what
 * libc's *_r functions, which nobody interposes, draw from that seed. Usage: clock
 * FUNCTION SEED CHILDREN (0: the unforked parent seeds); prints how many streams are what
 * their seed says, and how many repeat. Not here: what a child draws that does not seed.
 */
#include "../hazards/children.h"
#include "../hazards/generators.h"

enum { IN_FLIGHT = 64 };

struct seeded {
	long seed;
	struct report report;
};

static char child_array[64];

static void seed_srand(long seed)
{
	srand((unsigned)seed);
}
static void seed_srandom(long seed)
{
	srandom((unsigned)seed);
}
static void seed_initstate(long seed)
{
	initstate((unsigned)seed, child_array, sizeof(child_array));
}

/* What libc draws from a seed. The array's size decides which of random()'s types. */
static void expect_random(long seed, size_t size, uint64_t *value)
{
	char array[128] = {0};
	struct random_data data = {0};
	int32_t draw;

	initstate_r((unsigned)seed, array, size, &data);
	for (int i = 0; i < DRAWS; i++) {
		random_r(&data, &draw);
		value[i] = (uint64_t)draw;
	}
}
static void expect_default(long seed, uint64_t *value)
{
	expect_random(seed, 128, value);
}
static void expect_small(long seed, uint64_t *value)
{
	expect_random(seed, sizeof(child_array), value);
}
static void expect_48(long seed, uint64_t *value)
{
	struct drand48_data data = {0};
	long draw;

	srand48_r(seed, &data);
	for (int i = 0; i < DRAWS; i++) {
		lrand48_r(&data, &draw);
		value[i] = (uint64_t)draw;
	}
}

static const struct function {
	const char *name;
	void (*seed)(long seed);
	uint64_t (*draw)(void);
	void (*expect)(long seed, uint64_t *value);
} functions[] = {
	{"srand", seed_srand, draw_rand, expect_default},
	{"srandom", seed_srandom, draw_random, expect_default},
	{"initstate", seed_initstate, draw_random, expect_small},
	{"srand48", srand48, draw_lrand48, expect_48},
};

/* Arithmetic as programs do it: in 32 bits. */
static uint32_t second(void)
{
	return (uint32_t)time(NULL);
}
static uint32_t pid(void)
{
	return (uint32_t)getpid();
}
static long seed_time(int index)
{
	(void)index;
	return second();
}
/* Three seconds old, when the child calls. */
static long seed_old(int index)
{
	return second() - 1 - (uint32_t)index % 3;
}
static long seed_pid(int index)
{
	(void)index;
	return pid();
}
static long seed_xor(int index)
{
	(void)index;
	return second() ^ pid();
}
static long seed_plus(int index)
{
	(void)index;
	return second() + pid();
}
static long seed_times(int index)
{
	(void)index;
	return second() * pid();
}

/* Seeds that mean something. Those near the clock keep further away from it than any pid
   goes (4 194 304), for the sums and differences of the two are clock seeds as well. */
static long seed_other(int index)
{
	const uint32_t far = 10000000;
	const uint32_t seeds[] = {second() - far, second() + far, second() / 2,
				  pid() + 1,      ~second(),      0,
				  0x7fffffff,     1u << 31};

	return index % 2 ? (long)seeds[index / 2 % 8] : (long)far + index;
}

static const struct source {
	const char *name;
	long (*seed)(int index);
} sources[] = {
	{"time", seed_time},   {"old", seed_old},   {"pid", seed_pid},
	{"xor", seed_xor},     {"plus", seed_plus}, {"times", seed_times},
	{"other", seed_other},
};

static const struct function *function;
static const struct source *source;
static struct seeded *seeded;

static void seed_and_draw(int index)
{
	struct seeded *mine = &seeded[index];

	mine->seed = source->seed(index);
	function->seed(mine->seed);
	for (int i = 0; i < DRAWS; i++)
		mine->report.value[i] = function->draw();
	mine->report.done = 1;
}

static void make_children(int count, struct outcome *outcome)
{
	for (int i = 0; i < count; i++) {
		pid_t child = fork();
		require(child >= 0, "fork");
		if (child == 0) {
			seed_and_draw(i);
			_exit(0);
		}
		if (i % IN_FLIGHT == IN_FLIGHT - 1)
			watch(outcome, 20);
	}
	watch(outcome, 20);
}

static bool is_what_the_seed_says(const struct seeded *one)
{
	struct report expected = {.done = 1};

	function->expect(one->seed, expected.value);
	return compare_reports(&expected, &one->report) == 0;
}

static void print_counts(int count, struct outcome outcome)
{
	struct report *reports = calloc((size_t)count, sizeof(*reports));
	size_t as_seeded = 0;

	require(reports != NULL, "memory");
	for (int i = 0; i < count; i++) {
		reports[i] = seeded[i].report;
		as_seeded += is_what_the_seed_says(&seeded[i]);
	}
	printf("%s %s reported=%zu as-seeded=%zu duplicates=%zu hung=%zu crashed=%zu\n",
	       function->name, source->name, count_reported(reports, (size_t)count),
	       as_seeded, count_duplicates(reports, (size_t)count), outcome.hung,
	       outcome.crashed);
	free(reports);
}

static void find(const char *function_name, const char *source_name)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (strcmp(functions[i].name, function_name) == 0)
			function = &functions[i];
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		if (strcmp(sources[i].name, source_name) == 0)
			source = &sources[i];
	require(function && source, "usage: clock FUNCTION SEED CHILDREN");
}

int main(int count, char **arguments)
{
	struct outcome outcome = {0};

	require(count == 4, "usage: clock FUNCTION SEED CHILDREN");
	find(arguments[1], arguments[2]);
	int children = atoi(arguments[3]), size = children ? children : 1;
	seeded = shared_memory((size_t)size * sizeof(*seeded));
	if (children)
		make_children(children, &outcome);
	else
		seed_and_draw(0);
	print_counts(size, outcome);
	return 0;
}
