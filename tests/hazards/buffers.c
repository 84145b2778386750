/* SPDX-License-Identifier: MIT */
/*
 * Promises 3 and 7: state arrays that a child must not write behind libc's back, because
 * they are unmapped, read-only or shared with the parent. Prints how children end that
 * draw nothing, move to another array first, or draw from libc's own; buffers.sh compares
 * bare, shim and FORKSEED_WHEN=fork: never worse than bare. Not here: torn state
 * (torn.c).
 */
#include "generators.h"

enum { PAGE = 4096, SIZE = 128, CHILDREN = 20 };

static struct crowd *crowd;
static char *buffer;
static char other[SIZE];

static void *page(int flags)
{
	void *memory =
		mmap(NULL, PAGE, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);

	require(memory != MAP_FAILED, "mmap");
	return memory;
}

static void private_memory(void)
{
	buffer = page(MAP_PRIVATE);
}

static void shared_with_parent(void)
{
	buffer = page(MAP_SHARED);
}

static void leave_it(void)
{
}

static void make_read_only(void)
{
	mprotect(buffer, PAGE, PROT_READ);
}

static void unmap(void)
{
	munmap(buffer, PAGE);
}

static const struct {
	const char *name;
	void (*make)(void);
	void (*spoil)(void);
} kinds[] = {{"shared", shared_with_parent, leave_it},
	     {"read-only", private_memory, make_read_only},
	     {"unmapped", private_memory, unmap}};

/* Where the parent's generator is when it forks: on the buffer, or back on libc's table.
 */
static const char *const places[] = {"current", "left-behind"};

static void do_nothing(void)
{
	claim(crowd)->done = 1;
}

/* Bare, libc itself writes the old array here, so this crashes unless it is writable. */
static void move_then_draw(void)
{
	struct report *report = claim(crowd);

	initstate(7, other, SIZE);
	draw_report(report, &generators[0]);
}

/* A child may well repair its buffer before it goes on. */
static void map_anew_then_move(void)
{
	mmap(buffer, PAGE, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	move_then_draw();
}

static void draw_only(void)
{
	draw_report(claim(crowd), &generators[0]);
}

static const struct {
	const char *name;
	void (*work)(void);
} actions[] = {{"nothing", do_nothing},
	       {"move", move_then_draw},
	       {"map-anew", map_anew_then_move},
	       {"draw", draw_only}};

static void make_children(int action)
{
	for (int i = 0; i < CHILDREN; i++) {
		pid_t pid = fork();
		require(pid >= 0, "fork");
		if (pid == 0) {
			actions[action].work();
			_exit(0);
		}
	}
}

/* An unmapped buffer has no contents to compare. */
static bool readable(int kind)
{
	return kinds[kind].spoil != unmap;
}

static void run_children(int kind, int place, int action)
{
	char label[128], before[SIZE] = {0}, after[SIZE] = {0};

	if (readable(kind))
		memcpy(before, buffer, SIZE);
	make_children(action);
	struct outcome outcome = conclude(crowd, 10);
	if (readable(kind))
		memcpy(after, buffer, SIZE);
	snprintf(label, sizeof(label), "%s %s %s written=%d", kinds[kind].name,
		 places[place], actions[action].name, memcmp(before, after, SIZE) != 0);
	print_outcome(label, outcome);
}

/* In a process of its own: an unmapped current array cannot be left again. */
static void run(int kind, int place, int action)
{
	pid_t pid = fork();

	require(pid >= 0, "fork");
	if (pid > 0) {
		waitpid(pid, NULL, 0);
		return;
	}
	adopt_orphans();
	crowd = crowd_new(CHILDREN); /* first, so that nothing takes the unmapped place */
	kinds[kind].make();
	char *libc_table = initstate(42, buffer, SIZE);
	if (place == 1) {
		setstate(libc_table);
		srandom(42);
	}
	kinds[kind].spoil();
	run_children(kind, place, action);
	exit(0);
}

int main(void)
{
	for (int kind = 0; kind < 3; kind++)
		for (int place = 0; place < 2; place++)
			for (int action = 0; action < 4; action++)
				run(kind, place, action);
	return 0;
}
