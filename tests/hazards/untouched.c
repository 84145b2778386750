/* SPDX-License-Identifier: MIT */
/*
 * Promises 1 and 3: children that share their parent's memory draw what they draw bare,
 * and the parent's streams afterwards are exactly as bare. Prints values; ways.sh
 * compares the bare run's text with the shim's. Not here: children with memory of their
 * own: ways.c.
 */
#include "generators.h"
#include <sched.h>
#include <spawn.h>

extern char **environ;

static uint64_t *shown;

static void draw_each(int offset)
{
	shown[offset] = draw_random();
	shown[offset + 1] = draw_lrand48();
	shown[offset + 2] = draw_drand48();
}

static int draw_in_shared_memory(void *unused)
{
	(void)unused;
	draw_each(0);
	_exit(0);
}

static void by_vfork(void)
{
	pid_t pid = vfork();

	if (pid == 0)
		draw_in_shared_memory(NULL);
	waitpid(pid, NULL, 0);
}

static void clone_with(int flags)
{
	static _Alignas(16) char stack[65536];

	waitpid(clone(draw_in_shared_memory, stack + sizeof(stack), flags | SIGCHLD,
		      NULL),
		NULL, 0);
}

static void by_clone_vm(void)
{
	clone_with(CLONE_VM);
}

static void by_clone_vm_vfork(void)
{
	clone_with(CLONE_VM | CLONE_VFORK);
}

static void by_posix_spawn(void)
{
	char *command[] = {"true", NULL};
	pid_t pid;

	require(posix_spawnp(&pid, "true", NULL, NULL, command, environ) == 0, "spawn");
	waitpid(pid, NULL, 0);
}

static void by_system(void)
{
	require(system("true") == 0, "system");
}

static void by_popen(void)
{
	FILE *pipe = popen("true", "r");

	require(pipe && pclose(pipe) == 0, "popen");
}

static const struct {
	const char *name;
	void (*run)(void);
} steps[] = {{"vfork", by_vfork},
	     {"CLONE_VM", by_clone_vm},
	     {"CLONE_VM|CLONE_VFORK", by_clone_vm_vfork},
	     {"posix_spawn", by_posix_spawn},
	     {"system", by_system},
	     {"popen", by_popen}};
enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

/* First what the memory-sharing child drew, then what its parent goes on with. */
static void show(const char *who, const char *step)
{
	draw_each(3);
	printf("%s %s:", who, step);
	for (int i = 0; i < 6; i++)
		printf(" %llx", (unsigned long long)shown[i]);
	printf("\n");
	fflush(stdout);
	memset(shown, 0, 6 * sizeof(*shown));
}

static void run_all(const char *who)
{
	srandom(42);
	srand48(42);
	for (int i = 0; i < STEPS; i++) {
		steps[i].run();
		show(who, steps[i].name);
	}
}

/* A child that seeded itself is a parent like any other to its vfork children. */
int main(void)
{
	shown = shared_memory(4096);
	run_all("parent");
	pid_t pid = fork();
	if (pid == 0) {
		run_all("forked child");
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	srandom(42);
	srand48(42);
	show("parent", "afterwards");
	return 0;
}
