/* SPDX-License-Identifier: MIT */
/*
 * A fork that is interrupted by forks: at the shim's instructions before it, behind it in
 * the parent or behind it in the child, a signal handler forks and returns in the new
 * process, which goes on with what was interrupted. All processes draw, and have a child
 * that draws. Usage: interrupted before|parent|child fork|_Fork|SYS_clone EVERY SKIPPED.
 * Prints counts, and what the child draws. Without a shim nothing is interrupted. x86-64
 * only. Judged by keyed.sh. Not here: how stepping works (stepping.h).
 */
#include "../reproducible/handlers.h"
#include "generators.h"
#include "stepping.h"
#include <link.h>

static struct {
	uintptr_t start, end;
} shim;
static struct crowd *crowd;
static struct report *of_child;
static const char *phase;
static pid_t (*maker)(void);
static bool is_inside, is_done;
static size_t skipped; /* of the first instructions */

static int find_shim(struct dl_phdr_info *object, size_t size, void *unused)
{
	(void)size, (void)unused;
	for (int i = 0;
	     strstr(object->dlpi_name, "libforkseed.so") && i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		if (part->p_type != PT_LOAD || !(part->p_flags & PF_X))
			continue;
		shim.start = object->dlpi_addr + part->p_vaddr;
		shim.end = shim.start + part->p_memsz;
	}
	return 0;
}

/* libc's own instructions hold its locks, bare as well. */
static bool is_shims(uintptr_t at)
{
	if (at < shim.start || at >= shim.end)
		return false;
	return skipped == 0 || skipped-- == 0;
}

static pid_t fork_by_SYS_clone(void)
{
	return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

static pid_t fork_inside(void)
{
	is_inside = true;
	pid_t pid = maker();
	is_inside = false;
	return pid;
}

static void begin(void)
{
	if (is_inside || is_done || stepped_child)
		return;
	stepping = 1;
#ifdef __x86_64__
	__asm__ volatile("int3" ::: "memory");
#endif
}

static void end(void)
{
	if (!is_inside)
		stepping = 0;
}

static void wait_for(pid_t pid)
{
	int status = 0;
	if (waitpid(pid, &status, 0) == pid && status)
		stepped->crashed++;
}

static void draw_and_fork(void)
{
	draw_report(claim(crowd), &generators[0]);
	pid_t pid = fork();
	if (pid == 0) {
		draw_report(claim(crowd), &generators[0]);
		_exit(0);
	}
	wait_for(pid);
}

/* Returns in the first process alone. */
static void fork_stepped(void)
{
	if (strcmp(phase, "before") == 0)
		begin();
	pid_t pid = fork();
	end();
	is_done = true;
	if (pid == 0 && !stepped_child)
		draw_report(of_child, &generators[0]);
	if (pid > 0)
		wait_for(pid);
	draw_and_fork();
	if (pid == 0 || stepped_child)
		_exit(0);
}

static void choose(char **arguments)
{
	phase = arguments[1];
	maker = strcmp(arguments[2], "fork") == 0    ? fork
		: strcmp(arguments[2], "_Fork") == 0 ? _Fork
						     : fork_by_SYS_clone;
	stepped_every = (size_t)atoi(arguments[3]);
	skipped = (size_t)atoi(arguments[4]);
	early_handlers[PREPARE] = end;
	if (strcmp(phase, "before") != 0)
		early_handlers[strcmp(phase, "parent") == 0 ? PARENT : CHILD] = begin;
}

int main(int count, char **arguments)
{
	require(count == 5, "usage: interrupted before|parent|child WAY EVERY SKIPPED");
	choose(arguments);
	dl_iterate_phdr(find_shim, NULL);
	stepped = shared_memory(sizeof(*stepped));
	of_child = shared_memory(sizeof(*of_child));
	crowd = crowd_new(4 * CHILDREN_MAX);
	stepped_fork = fork_inside;
	stepped_at = is_shims;
	sigaction(SIGTRAP,
		  &(struct sigaction){.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO},
		  NULL);
	start_random();
	fork_stepped();
	size_t a_child = strcmp(phase, "before") == 0 ? 4 : 2;
	size_t wanted = 4 + stepped->children * a_child;
	size_t reported = count_reported(crowd->report, crowd->size);
	printf("children=%zu missing=%zd duplicates=%zu hung=%zu crashed=%zu\n",
	       stepped->children, (ssize_t)(wanted - reported),
	       count_duplicates(crowd->report, crowd->size), stepped->hung,
	       stepped->crashed);
	printf("child: %llx\n", (unsigned long long)of_child->value[0]);
	return 0;
}
