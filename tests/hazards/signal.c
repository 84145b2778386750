/* SPDX-License-Identifier: MIT */
/*
 * Promises 1, 3 and 4: a signal handler forks between any two instructions of a call and
 * returns in the child. Both processes then finish the call and go on drawing; neither
 * may repeat the other. Usage: signal root|child handler-draws|- EVERY FROM: the stepped
 * process is this one, never forked, or a child at its first draw; it forks at the steps
 * FROM, FROM + EVERY, ... Prints counts, and the stepped process's own
 * values, which for root must be as bare. Judged by signal.sh. Not here: how stepping
 * works (stepping.h).
 */
#include "generators.h"
#include "stepping.h"
#include <pthread.h>
#include <semaphore.h>

static char inherited_array[128];
static char fresh_array[128];

/* Half of the permutation, taken without further calls: those would be stepped as well.
 */
static uint64_t call_strfry(void)
{
	char text[] = "0123456789abcdef";
	uint64_t half;

	strfry(text);
	memcpy(&half, text, sizeof(half));
	return half;
}

static uint64_t call_srandom(void)
{
	srandom(7);
	return 0;
}

static uint64_t call_initstate(void)
{
	initstate(7, fresh_array, sizeof(fresh_array));
	return 0;
}

static uint64_t call_setstate(void)
{
	setstate(inherited_array);
	return 0;
}

static uint64_t call_srand48(void)
{
	srand48(7);
	return 0;
}

/* libc gets an array that it can switch to, and then the default state again. */
static void start_arrays(void)
{
	initstate(3, inherited_array, sizeof(inherited_array));
	start_type(4);
	start_random();
}

/* So often in a row a thread draws that the lock leans to it, and that it does so for a
 * second time (core/bias.h). */
enum { ROW = 3000, SECOND_ROW = 80000 };

static bool has_other;
static sem_t other_shall_draw, other_has_drawn;

static void *draw_when_told(void *unused)
{
	for (;;) {
		sem_wait(&other_shall_draw);
		for (int i = 0; i < SECOND_ROW; i++)
			draw_random();
		sem_post(&other_has_drawn);
	}
	return unused;
}

static void start_other(void)
{
	start_random();
	if (!has_other)
		return;
	sem_post(&other_shall_draw);
	sem_wait(&other_has_drawn);
}

enum kind { DRAWS_VALUE, SWITCHES, SEEDS };

static const struct call {
	const char *name;
	void (*start)(void);
	uint64_t (*run)(void);
	const struct generator *after;
	enum kind kind;
	int row; /* so often the process itself draws before */
} calls[] = {
	{"random", start_random, draw_random, &generators[0], DRAWS_VALUE, 0},
	{"random-leaning", start_random, draw_random, &generators[0], DRAWS_VALUE, ROW},
	{"setstate-leaning", start_arrays, call_setstate, &generators[0], SWITCHES, ROW},
	{"srandom-leaning", start_arrays, call_srandom, &generators[0], SEEDS, ROW},
	{"random-other", start_other, draw_random, &generators[0], DRAWS_VALUE, 0},
	{"random-type4", start_type_4, draw_random, &generators[6], DRAWS_VALUE, 0},
	{"random-type0", start_type_0, draw_random, &generators[2], DRAWS_VALUE, 0},
	{"lrand48", start_48, draw_lrand48, &generators[8], DRAWS_VALUE, 0},
	{"drand48", start_48, draw_drand48, &generators[7], DRAWS_VALUE, 0},
	{"strfry", start_strfry, call_strfry, &generators[9], DRAWS_VALUE, 0},
	{"setstate", start_arrays, call_setstate, &generators[0], SWITCHES, 0},
	{"srandom", start_arrays, call_srandom, &generators[0], SEEDS, 0},
	{"initstate", start_arrays, call_initstate, &generators[0], SEEDS, 0},
	{"srand48", start_48, call_srand48, &generators[8], SEEDS, 0},
};

static const struct {
	const char *name;
	pid_t (*make)(void);
} forks[] = {{"fork", fork}, {"_Fork", _Fork}, {"SYS_clone", fork_by_SYS_clone}};

/* Slot 0 is the stepped process; a child's number is its slot. */
static const struct call *call;
static uint64_t *interrupted;
static struct report *next, *in_handler;

static void draw_in_handler(void)
{
	draw_report(&in_handler[stepped_child], call->after);
}

static void step_the_call(void)
{
	for (int i = 0; i < call->row; i++)
		call->after->draw();
	uint64_t value = run_stepped(call->run);

	interrupted[stepped_child] = value;
	draw_report(&next[stepped_child], call->after);
	if (stepped_child)
		_exit(0);
}

/* Equal values at the very end are no repetition: the fork came when the call had already
   drawn, as if the handler had run right after it. */
static size_t late_children(size_t slots)
{
	size_t late = 0;

	while (late + 1 < slots && interrupted[slots - 1 - late] == interrupted[0])
		late++;
	return late;
}

/* Children that return the stepped process's value although they were made before that.
 */
static size_t repeated_before(size_t slots)
{
	size_t repeated = 0;

	for (size_t i = 1; i < slots; i++)
		repeated += interrupted[i] == interrupted[0];
	return repeated;
}

/* A child that finished a seeding call may have asked for that seed; count and leave it
 * out. */
static size_t set_seeded_aside(size_t slots)
{
	size_t seeded = 0;

	for (size_t i = 1; i < slots; i++)
		if (next[i].done && compare_reports(&next[i], &next[0]) == 0) {
			next[i].done = 0;
			seeded++;
		}
	return seeded;
}

/* The handler's draws and the later ones are all different streams' or places' numbers.
 */
static void print_counts(void)
{
	size_t slots = stepped->children + 1;
	size_t missing = slots - count_reported(next, slots);
	size_t seeded = call->kind == SEEDS ? set_seeded_aside(slots) : 0;
	size_t late = call->kind == DRAWS_VALUE ? late_children(slots) : 0;
	size_t late_steps =
		late ? stepped->steps - stepped->step_of[slots - late] + 1 : 0;
	size_t same = call->kind == DRAWS_VALUE ? repeated_before(slots - late) : 0;

	memcpy(next + CHILDREN_MAX, in_handler, CHILDREN_MAX * sizeof(*next));
	printf(" steps=%zu children=%zu missing=%zu late=%zu seeded=%zu same=%zu "
	       "duplicates=%zu hung=%zu crashed=%zu\n",
	       stepped->steps, stepped->children, missing, late_steps, seeded, same,
	       count_duplicates(next, 2 * CHILDREN_MAX), stepped->hung, stepped->crashed);
	fflush(stdout);
}

static void allocate(void)
{
	stepped = shared_memory(sizeof(*stepped));
	interrupted = shared_memory(CHILDREN_MAX * sizeof(*interrupted));
	next = shared_memory(2 * CHILDREN_MAX * sizeof(*next));
	in_handler = shared_memory(CHILDREN_MAX * sizeof(*in_handler));
}

static void release(void)
{
	munmap(stepped, sizeof(*stepped));
	munmap(interrupted, CHILDREN_MAX * sizeof(*interrupted));
	munmap(next, 2 * CHILDREN_MAX * sizeof(*next));
	munmap(in_handler, CHILDREN_MAX * sizeof(*in_handler));
}

static void run_in_forked_child(void)
{
	pid_t pid = fork();

	require(pid >= 0, "fork");
	if (pid == 0) {
		alarm(100);
		step_the_call();
		_exit(0);
	}
	wait_for_stepped_child(pid);
}

/* What an unforked process draws, and a child that seeded itself, is known beforehand. */
static void print_own_values(bool root)
{
	if (call->after->draw == draw_strfry || (!root && call->kind != SEEDS))
		return;
	printf("values %s %s: %llu", root ? "root" : "child", call->name,
	       (unsigned long long)interrupted[0]);
	for (int i = 0; i < DRAWS; i++)
		printf(" %llu", (unsigned long long)next[0].value[i]);
	printf("\n");
}

/* False when children hung: more of that would only take time. */
static bool run(bool root, int maker, bool handler_draws, int threads)
{
	allocate();
	stepped_fork = forks[maker].make;
	stepped_in_handler = handler_draws ? draw_in_handler : NULL;
	call->start();
	if (root)
		step_the_call();
	else
		run_in_forked_child();
	print_own_values(root);
	printf("%s %s %s handler-draws=%d threads=%d", root ? "root" : "child",
	       call->name, forks[maker].name, handler_draws, threads);
	print_counts();
	bool none_hung = stepped->hung == 0;
	release();
	return none_hung;
}

/* Who forks matters little to the stepped call: the makers take turns. */
static void run_all(bool root, bool handler_draws, int threads)
{
	int turn = threads;

	for (call = calls; call < calls + sizeof(calls) / sizeof(calls[0]); call++)
		if (!run(root, turn++ % 3, handler_draws, threads))
			exit(1);
}

int main(int count, char **arguments)
{
	pthread_t thread;
	bool root = count > 1 && strcmp(arguments[1], "root") == 0;
	bool handler_draws = count > 2 && strcmp(arguments[2], "handler-draws") == 0;

	require(count > 4, "usage: signal root|child handler-draws|- EVERY FROM");
	stepped_every = (size_t)atoi(arguments[3]);
	stepped_from = (size_t)atoi(arguments[4]);
	run_all(root, handler_draws, 1);
	sem_init(&other_shall_draw, 0, 0);
	sem_init(&other_has_drawn, 0, 0);
	require(pthread_create(&thread, NULL, draw_when_told, NULL) == 0, "thread");
	has_other = true;
	run_all(root, handler_draws, 2);
	return 0;
}
