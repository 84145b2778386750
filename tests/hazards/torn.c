/* SPDX-License-Identifier: MIT */
/*
 * Promises 1, 4 and 5: one thread switches for ever between arrays of different types
 * while children are forked, so the copied state may be half changed. Each array ends
 * where an unreadable page begins, so a pointer past its end crashes instead of going
 * unnoticed. Usage: torn CHILDREN PATIENCE. Not here: hanging alone, with more threads:
 * hang.c.
 */
#include "generators.h"
#include <pthread.h>

enum { PAGE = 4096, CANARY = 0x5a, IN_FLIGHT = 256 };
static const char *const exit_meaning =
	"96: wrote before an array, 97: own seed not honoured";

static struct crowd *crowd;
static atomic_bool stop;
static char *guarded[TYPES];
static char *own[TYPES];

/* An array of `size` bytes right before an unreadable page, with a canary in front. */
static char *guarded_array(size_t size)
{
	char *page = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	require(page != MAP_FAILED, "mmap");
	require(mprotect(page + PAGE, PAGE, PROT_NONE) == 0, "mprotect");
	memset(page, CANARY, PAGE - size);
	return page + PAGE - size;
}

static bool canary_alive(const char *array, size_t size)
{
	for (const char *c = array + size - PAGE; c < array; c++)
		if (*c != CANARY)
			return false;
	return true;
}

/* Type 0 is rare: its 31 bits repeat by chance among many children. */
static int next_type(unsigned i)
{
	return i % 16 == 0 ? 0 : 1 + (int)(i % 4);
}

static void *keep_switching(void *unused)
{
	for (unsigned i = 0; !stop; i++) {
		initstate(i, guarded[next_type(i)], type_size[next_type(i)]);
		setstate(guarded[1 + i % 3]);
		srandom(i);
		setstate(guarded[4]);
		random();
		setstate(guarded[next_type(i + 5)]);
	}
	return unused;
}

static void use_everything(void)
{
	srandom((unsigned)getpid());
	random();
	for (int type = 0; type < TYPES; type++) {
		setstate(guarded[type]);
		random();
		initstate(7, own[type], type_size[type]);
		random();
	}
}

/* What the child seeds itself is exactly that stream, whatever it inherited. */
static void check_own_seed(void)
{
	static char array[128];
	struct random_data data = {0};
	static char expected_array[128];
	int32_t expected;

	initstate_r(99, expected_array, sizeof(expected_array), &data);
	initstate(99, array, sizeof(array));
	for (int i = 0; i < 50; i++) {
		random_r(&data, &expected);
		if (random() != expected)
			_exit(97);
	}
}

static void child(void)
{
	draw_report(claim(crowd), &generators[0]);
	use_everything();
	check_own_seed();
	for (int type = 0; type < TYPES; type++)
		if (!canary_alive(guarded[type], type_size[type]) ||
		    !canary_alive(own[type], type_size[type]))
			_exit(96);
}

/* random()'s type 0 is x * 1103515245 + 12345 (mod 2^31): seen in the draws themselves.
 */
static bool is_type_0(const struct report *report)
{
	for (int i = 1; i < DRAWS; i++)
		if (report->value[i] !=
		    ((report->value[i - 1] * 1103515245 + 12345) & 0x7fffffff))
			return false;
	return true;
}

/* Takes the reports from type 0 out of the count; returns how many there were. */
static size_t set_type_0_aside(void)
{
	size_t count = 0;

	for (size_t i = 0; i < crowd->size; i++)
		if (crowd->report[i].done && is_type_0(&crowd->report[i])) {
			crowd->report[i].done = 0;
			count++;
		}
	return count;
}

static void make_children(size_t count, double patience, struct outcome *outcome)
{
	for (size_t i = 0; i < count; i++) {
		pid_t pid = fork();
		require(pid >= 0, "fork");
		if (pid == 0) {
			child();
			_exit(0);
		}
		if (i % IN_FLIGHT == IN_FLIGHT - 1)
			watch(outcome, outcome->hung ? 0.3 : patience);
	}
	watch(outcome, patience);
}

int main(int count, char **arguments)
{
	struct outcome outcome = {0};
	pthread_t thread;

	require(count == 3, "usage: torn CHILDREN PATIENCE");
	adopt_orphans();
	crowd = crowd_new((size_t)atoi(arguments[1]));
	for (int type = 0; type < TYPES; type++) {
		guarded[type] = guarded_array(type_size[type]);
		own[type] = guarded_array(type_size[type]);
		initstate(1, guarded[type], type_size[type]);
	}
	require(pthread_create(&thread, NULL, keep_switching, NULL) == 0, "thread");
	make_children(crowd->size, atof(arguments[2]), &outcome);
	stop = true;
	pthread_join(thread, NULL);
	outcome.reported = count_reported(crowd->report, crowd->size);
	printf("# torn: %zu children drew type 0; exit status %s\n", set_type_0_aside(),
	       exit_meaning);
	outcome.duplicates = count_duplicates(crowd->report, crowd->size);
	print_outcome("torn", outcome);
	return 0;
}
