/* SPDX-License-Identifier: MIT
 *
 * A program for another libc (musl.sh builds it with musl-gcc), to be compared bare and
 * healed. Words: "trace", all that a process can ask of the generators; "ways", how many
 * of 8 children differ, by generator and by what made them; "beside", the same while a
 * thread draws; "tree", the children's numbers; "asked", children that seed themselves;
 * "shared", children in their parent's memory.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 8, DRAWS = 4, SIZES = 6, STACK = 65536 };
pid_t _Fork(void);

static long by_rand(void)
{
	return rand();
}
static long by_random(void)
{
	return random();
}
static long by_drand48(void)
{
	return lrand48();
}
static long (*const generators[])(void) = {by_rand, by_random, by_drand48};
static const char *const names[] = {"rand", "random", "drand48"};
enum { GENERATORS = 3 };

/* Set before a fork: from which generator a child draws, and where it puts the numbers.
 */
static long (*generator)(void);
static long (*numbers)[DRAWS];

static void draw_into(int child)
{
	for (int i = 0; i < DRAWS; i++)
		numbers[child][i] = generator();
}

static int live(void *child)
{
	draw_into((int)(intptr_t)child);
	_exit(0);
}

static pid_t by_fork(int child)
{
	pid_t pid = fork();
	return pid ? pid : live((void *)(intptr_t)child);
}
static pid_t by__Fork(int child)
{
	pid_t pid = _Fork();
	return pid ? pid : live((void *)(intptr_t)child);
}

static pid_t by_clone(int child)
{
	static _Alignas(16) char stack[STACK];
	return clone(live, stack + sizeof stack, SIGCHLD, (void *)(intptr_t)child);
}

static pid_t by_system_call(int child)
{
	pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	return pid ? pid : live((void *)(intptr_t)child);
}

static void *fork_here(void *child)
{
	return (void *)(intptr_t)by_fork((int)(intptr_t)child);
}

static pid_t by_fork_in_a_thread(int child)
{
	pthread_t thread;
	void *pid;
	pthread_create(&thread, NULL, fork_here, (void *)(intptr_t)child);
	pthread_join(thread, &pid);
	return (pid_t)(intptr_t)pid;
}

/* Beside a thread that draws all the time, and holds libc's lock and ours in turn. */
static volatile int enough;
static void *draw_always(void *nothing)
{
	while (!enough)
		for (int i = 0; i < GENERATORS; i++)
			generators[i]();
	return nothing;
}

static pid_t beside_a_drawer(int child)
{
	pthread_t thread;
	enough = 0;
	pthread_create(&thread, NULL, draw_always, NULL);
	usleep(500);
	pid_t pid = by_system_call(child);
	enough = 1;
	pthread_join(thread, NULL);
	return pid;
}

static const struct {
	const char *name;
	pid_t (*make)(int child);
} ways[] = {
	{"fork", by_fork},
	{"_Fork", by__Fork},
	{"clone", by_clone},
	{"SYS_clone", by_system_call},
	{"fork in a thread", by_fork_in_a_thread},
	{"SYS_clone beside a drawing thread", beside_a_drawer},
};
enum { WAYS = sizeof ways / sizeof *ways };

static int distinct(void)
{
	int count = 0;
	for (int i = 0, j; i < CHILDREN; i++, count += j == i - 1)
		for (j = 0; j < i && memcmp(numbers[i], numbers[j], sizeof *numbers) != 0;
		     j++)
			;
	return count;
}

static void make_children(int way, int which)
{
	generator = generators[which];
	for (int i = 0; i < CHILDREN; i++) {
		int status = -1;
		pid_t pid = ways[way].make(i);
		if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
			printf("a child by %s failed: %x\n", ways[way].name,
			       (unsigned)status);
	}
}

static void all_ways(int first, int last, int shows_numbers)
{
	for (int way = first; way < last; way++)
		for (int which = 0; which < GENERATORS; which++) {
			make_children(way, which);
			if (!shows_numbers)
				printf("%s by %s: %d\n", names[which], ways[way].name,
				       distinct());
			for (int i = 0; shows_numbers && i < CHILDREN; i++)
				printf("%d %s %ld %ld\n", i, names[which], numbers[i][0],
				       numbers[i][1]);
		}
}

static void show(const char *what)
{
	unsigned own = 5;
	unsigned short x[3] = {1, 2, 3};
	printf("%s: %d %ld %d %.17g %ld %ld", what, rand(), random(), rand_r(&own),
	       drand48(), lrand48(), mrand48());
	printf(" %.17g %ld %ld", erand48(x), nrand48(x), jrand48(x));
	printf(" %d%d%d\n", x[0], x[1], x[2]);
}

static void show_bytes(const char *what, const char *bytes, size_t size)
{
	printf("%s:", what);
	for (size_t i = 0; i < size; i++)
		printf("%02x", (unsigned char)bytes[i]);
	puts("");
}

/* Every size of array, changed for each other and back, with what is in them. */
static void trace_arrays(void)
{
	static _Alignas(8) char arrays[SIZES][256];
	static const size_t sizes[SIZES] = {8, 16, 32, 64, 128, 256};
	char small[4], *first = initstate(9, arrays[0], sizes[0]), *before;
	printf("too small: %p\n", (void *)initstate(1, small, sizeof small));
	for (int i = 1; i < SIZES; i++) {
		before = initstate(9 + (unsigned)i, arrays[i], sizes[i]);
		printf("%d %d\n", i, before == arrays[i - 1]);
		for (int k = 0; k < 70; k++)
			printf("%ld ", random());
		show("array");
		if (i % 2)
			srandom(77);
	}
	for (int i = 0; i < 3 * SIZES; i++) {
		before = setstate(arrays[i * 5 % SIZES]);
		printf("%d: %ld %ld\n", (int)((before - arrays[0]) / 256), random(),
		       random());
	}
	setstate(first);
	show("the first array");
	for (int i = 0; i < SIZES; i++)
		show_bytes("bytes", arrays[i], sizes[i]);
}

static void trace(void)
{
	unsigned short parameters[7] = {1, 2, 3, 0xe66d, 0xdeec, 5, 11}, *old;
	for (int i = 0; i < 40; i++)
		show("first");
	for (unsigned seed = 0; seed < 4; seed++) {
		srand(seed - 1), srandom(seed - 1), srand48((long)seed - 1);
		show("seeded");
	}
	old = seed48(parameters);
	printf("%x %x %x\n", old[0], old[1], old[2]);
	show("seed48");
	old = seed48(old); /* the old X's own place */
	printf("%x %x %x\n", old[0], old[1], old[2]);
	parameters[3] = 0x1235, parameters[6] = 17;
	lcong48(parameters);
	show("lcong48");
	srand48(3);
	show("srand48 behind it");
	seed48(parameters);
	show("seed48 behind it");
	trace_arrays();
}

/* In a child that has not drawn yet, and in one that has. */
static void asked(void)
{
	static char array[128];
	fflush(stdout);
	for (int draws = 0; draws < 2; draws++) {
		if (fork() == 0) {
			for (int i = 0; i < draws * GENERATORS; i++)
				generators[i]();
			srand(3), srandom(3), srand48(3);
			show("asked");
			initstate(5, array, sizeof array);
			show("by initstate");
			fflush(stdout);
			_exit(0);
		}
		wait(NULL);
	}
}

static int draw_all(void *nothing)
{
	for (int i = 0; i < GENERATORS; i++)
		generators[i]();
	(void)nothing;
	_exit(0);
}

static void shared(void)
{
	static _Alignas(16) char stack[STACK];
	show("before");
	if (vfork() == 0)
		draw_all(NULL);
	wait(NULL);
	show("after vfork");
	clone(draw_all, stack + sizeof stack, CLONE_VM | SIGCHLD, NULL);
	wait(NULL);
	show("after clone");
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	numbers = mmap(NULL, CHILDREN * sizeof *numbers, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (strcmp(what, "trace") == 0)
		trace();
	if (strcmp(what, "ways") == 0)
		all_ways(0, WAYS - 1, 0);
	if (strcmp(what, "beside") == 0)
		all_ways(WAYS - 1, WAYS, 0);
	if (strcmp(what, "tree") == 0)
		all_ways(0, 3, 1);
	if (strcmp(what, "asked") == 0)
		asked();
	if (strcmp(what, "shared") == 0)
		shared();
	show("the parent");
	return 0;
}
