/* SPDX-License-Identifier: MIT */
/* Calls that a signal handler interrupts at each of their instructions. "seeds": the
 * handler draws in the middle of a child's srand48(), seed48() or lcong48(). "arrays":
 * the handler forks in the middle of setstate() or initstate() and returns in the child.
 * How a call is stepped: hazards/stepping.h.
 */
#include "../hazards/stepping.h"

enum { STEPS_MAX = 4000 };

/* --- seeds --- */

static unsigned short parameters[7] = {1, 2, 3, 4, 5, 6, 7};
static size_t draw_at;

static uint64_t call_srand48(void)
{
	srand48(42);
	return 0;
}

static uint64_t call_seed48(void)
{
	seed48(parameters);
	return 0;
}

static uint64_t call_lcong48(void)
{
	lcong48(parameters);
	return 0;
}

/* No process is made: at the chosen step, this one goes on as if it were the new child,
   and draws in the handler. Nobody can wait for itself, so the other steps pass by. */
static pid_t pretend_to_fork(void)
{
	return stepped->steps == draw_at ? 0 : getpid();
}

static void draw_once(void)
{
	lrand48();
}

/* Another multiplier, so that a mix of the old state and the new one shows. */
static void disturb(uint64_t (*call)(void))
{
	unsigned short others[7] = {9, 9, 9, 77, 8, 7, 6};

	if (call == call_lcong48)
		srand48((long)draw_at);
	else
		lcong48(others);
}

static void seed_in_child(uint64_t (*call)(void), bool drawn, struct report *report)
{
	disturb(call);
	if (fork() == 0) {
		alarm(CHILD_SECONDS);
		if (drawn)
			lrand48();
		run_stepped(call);
		for (int i = 0; i < DRAWS; i++)
			report->value[i] = (uint64_t)lrand48();
		report->done = 1 + (stepped->steps >= draw_at);
		_exit(0);
	}
	wait(NULL);
}

/* The handler's draw, where it came last, took the stream's first value. */
static bool is_of_stream(const struct report *report, const uint64_t *stream)
{
	size_t size = sizeof(report->value);

	return report->done && (memcmp(report->value, stream, size) == 0 ||
				memcmp(report->value, stream + 1, size) == 0);
}

static void step_seed(const char *name, uint64_t (*call)(void), bool drawn)
{
	struct report *report = shared_memory(sizeof(*report));
	uint64_t stream[DRAWS + 1];
	size_t lost = 0, missing = 0;

	call();
	for (int i = 0; i <= DRAWS; i++)
		stream[i] = (uint64_t)lrand48();
	for (draw_at = 1; draw_at < STEPS_MAX; draw_at++) {
		memset(report, 0, sizeof(*report));
		memset(stepped, 0, sizeof(*stepped));
		seed_in_child(call, drawn, report);
		if (report->done == 1)
			break;
		missing += !report->done;
		lost += !is_of_stream(report, stream);
	}
	printf("%s%s: steps=%zu lost=%zu missing=%zu\n", name,
	       drawn ? " after a draw" : "", draw_at - 1, lost, missing);
	fflush(stdout);
	munmap(report, sizeof(*report));
}

static void step_seeds(void)
{
	stepped_fork = pretend_to_fork;
	stepped_in_handler = draw_once;
	for (int drawn = 0; drawn < 2; drawn++) {
		step_seed("srand48", call_srand48, drawn);
		step_seed("seed48", call_seed48, drawn);
		step_seed("lcong48", call_lcong48, drawn);
	}
}

/* --- arrays --- */

static char array[128], other[128];

static uint64_t call_setstate(void)
{
	return setstate(other) != NULL;
}

static uint64_t call_initstate(void)
{
	return initstate(3, other, sizeof(other)) != NULL;
}

/* The parent's report is the first, each child's is at its number. */
static void draw_and_report(struct crowd *crowd)
{
	struct report *report = &crowd->report[stepped_child];

	for (int i = 0; i < DRAWS; i++)
		report->value[i] = (uint64_t)random();
	report->done = 1;
	if (stepped_child)
		_exit(0);
}

/* Children of the first steps ran the whole of initstate() themselves: the seed is
   theirs, so these are set aside. */
static size_t set_seeded_aside(struct crowd *crowd)
{
	struct report *report = crowd->report;
	size_t seeded = 0;

	while (seeded < stepped->children &&
	       memcmp(report[seeded + 1].value, report->value, sizeof(report->value)) ==
		       0)
		report[++seeded].done = 0;
	return seeded;
}

static void print_move(const char *name, bool back, bool seeds, struct crowd *crowd)
{
	size_t reported = count_reported(crowd->report, crowd->size) - 1;
	size_t seeded = seeds ? set_seeded_aside(crowd) : 0;

	printf("%s, %s: steps=%zu children=%zu reported=%zu seeded=%zu repeats=%zu "
	       "hung=%zu crashed=%zu\n",
	       name, back ? "back" : "stay", stepped->steps, stepped->children, reported,
	       seeded, count_duplicates(crowd->report, crowd->size), stepped->hung,
	       stepped->crashed);
	printf("values %s %d:", name, back);
	for (int i = 0; i < DRAWS; i++)
		printf(" %llu", (unsigned long long)crowd->report->value[i]);
	printf("\n");
	fflush(stdout);
}

/* "back": what the array that was left holds; "stay": what the new one holds. */
static void step_move(const char *name, uint64_t (*call)(void), bool back)
{
	struct crowd *crowd = crowd_new(CHILDREN_MAX);

	memset(stepped, 0, sizeof(*stepped));
	initstate(2, other, sizeof(other));
	initstate(1, array, sizeof(array));
	setstate(array);
	run_stepped(call);
	if (back)
		setstate(array);
	draw_and_report(crowd);
	print_move(name, back, call == call_initstate && !back, crowd);
	crowd_free(crowd);
}

static void step_arrays(void)
{
	stepped_fork = fork;
	for (int back = 0; back < 2; back++) {
		step_move("setstate", call_setstate, back);
		step_move("initstate", call_initstate, back);
	}
}

int main(int count, char **words)
{
	stepped = shared_memory(sizeof(*stepped));
	if (count > 1 && strcmp(words[1], "seeds") == 0)
		step_seeds();
	else
		step_arrays();
	return 0;
}
