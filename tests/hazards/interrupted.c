/* SPDX-License-Identifier: MIT */
/*
 * A fork that is interrupted by forks: at the shim's instructions before it, behind it in
 * the parent or behind it in the child, a signal handler forks and returns in the new
 * process, which goes on with what was interrupted. All processes draw, and have a child
 * that draws. Usage: interrupted PHASE WAY EVERY SKIPPED; the phase is before, parent or
 * child of fork's; _Fork or clone: before these; or nested: in the child of a fork that
 * an atfork handler has made before another, with which that child goes on. The signal
 * handler's WAY is fork, _Fork or SYS_clone. Prints counts, and what the child draws.
 * Without a shim nothing is interrupted. x86-64 only. Judged by keyed.sh. Not here: how
 * stepping works (stepping.h).
 */
#include "../reproducible/handlers.h"
#include "generators.h"
#include "stepping.h"
#include <dlfcn.h>
#include <link.h>
#include <sched.h>

static struct {
	uintptr_t start, end;
} shim;
static uintptr_t libc_Fork, libc_clone;
static struct crowd *crowd;
static struct report *of_child;
static const char *phase;
static pid_t (*maker)(void);
static bool is_inside, is_done, is_nested;
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

/* libc's own instructions hold its locks or block signals, bare as well. */
static bool is_shims(uintptr_t at)
{
	if (at == libc_Fork || at == libc_clone)
		stepping = 0;
	if (at < shim.start || at >= shim.end)
		return false;
	return skipped == 0 || skipped-- == 0;
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

static bool is(const char *name)
{
	return strcmp(phase, name) == 0;
}

static void wait_for(pid_t pid)
{
	int status = 0;
	if (waitpid(pid, &status, 0) == pid && status)
		stepped->crashed++;
}

static void fork_before_fork(void)
{
	static bool has_forked;
	if (is_inside || has_forked)
		return;
	has_forked = true;
	pid_t pid = fork();
	end();
	is_done = true;
	is_nested = pid == 0;
	if (pid > 0)
		wait_for(pid);
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

static void go_on(pid_t pid)
{
	end();
	is_done = true;
	if (pid == 0 && !stepped_child)
		draw_report(of_child, &generators[0]);
	if (pid > 0)
		wait_for(pid);
	draw_and_fork();
	if (pid == 0 || stepped_child || is_nested)
		_exit(0);
}

static int go_on_in_child(void *unused)
{
	(void)unused;
	go_on(0);
	return 0;
}

/* Returns in the first process alone. */
static void fork_stepped(void)
{
	static _Alignas(16) char stack[1 << 16];
	if (is("before") || is("_Fork") || is("clone"))
		begin();
	if (is("_Fork"))
		go_on(_Fork());
	else if (is("clone"))
		go_on(clone(go_on_in_child, stack + sizeof stack, SIGCHLD, NULL));
	else
		go_on(fork());
}

static void choose(char **arguments)
{
	phase = arguments[1];
	maker = strcmp(arguments[2], "fork") == 0    ? fork
		: strcmp(arguments[2], "_Fork") == 0 ? _Fork
						     : fork_by_SYS_clone;
	stepped_every = (size_t)atoi(arguments[3]);
	skipped = (size_t)atoi(arguments[4]);
	early_handlers[PREPARE] = is("nested") ? fork_before_fork : end;
	if (is("parent"))
		early_handlers[PARENT] = begin;
	else if (is("child") || is("nested"))
		early_handlers[CHILD] = begin;
}

int main(int count, char **arguments)
{
	require(count == 5, "usage: interrupted PHASE WAY EVERY SKIPPED");
	choose(arguments);
	void *libc = dlopen("libc.so.6", RTLD_NOLOAD | RTLD_LAZY);
	require(libc != NULL, "libc");
	libc_Fork = (uintptr_t)dlsym(libc, "_Fork");
	libc_clone = (uintptr_t)dlsym(libc, "clone");
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
	bool is_behind = is("parent") || is("child");
	size_t a_child = is_behind ? 2 : 4;
	size_t wanted = (is("nested") ? 8 : 4) + stepped->children * a_child;
	size_t reported = count_reported(crowd->report, crowd->size);
	printf("children=%zu missing=%zd duplicates=%zu hung=%zu crashed=%zu\n",
	       stepped->children, (ssize_t)(wanted - reported),
	       count_duplicates(crowd->report, crowd->size), stepped->hung,
	       stepped->crashed);
	printf("child: %llx\n", (unsigned long long)of_child->value[0]);
	return 0;
}
