/* SPDX-License-Identifier: MIT */
/*
 * Promise 1: children told apart by nothing that a pid could tell: siblings with the same
 * pid one after another, a grandchild with the pid of its dead parent, and pid namespaces
 * inside each other where everyone is pid 1. Needs CAP_SYS_ADMIN; exits 77 without.
 * Not here: children with pids of their own: ways.c.
 */
#include "generators.h"
#include <linux/sched.h>
#include <sched.h>

enum { SIBLINGS = 50, CAPACITY = 256, NO_PERMISSION = 77 };

static struct crowd *crowd;
static const struct generator *generator;

static void draw(void)
{
	draw_report(claim(crowd), generator);
}

/* Like fork(), with a pid of the caller's choice; 0 lets the kernel choose. */
static pid_t fork_as(pid_t pid)
{
	struct clone_args arguments = {.exit_signal = SIGCHLD,
				       .set_tid = (uint64_t)(uintptr_t)&pid,
				       .set_tid_size = pid ? 1 : 0};

	pid_t child = -1;

	/* Another process may have it for a while. */
	for (int i = 0; i < 20000; i++) {
		child = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
		if (child >= 0 || errno != EEXIST)
			break;
		pause_ms(1);
	}
	return child;
}

static void wait_for(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) < 0 || status != 0)
		_exit(95);
}

/* A pid that was free a moment ago. */
static pid_t free_pid(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	wait_for(pid);
	return pid;
}

static void draw_as(pid_t pid)
{
	pid_t child = fork_as(pid);

	require(child >= 0, "clone3 with set_tid");
	if (child == 0) {
		draw();
		_exit(0);
	}
	wait_for(child);
}

static void siblings_with_one_pid(void)
{
	pid_t pid = free_pid();

	for (int i = 0; i < SIBLINGS; i++)
		draw_as(pid);
}

/* The one in the middle waits until its parent is dead and reaped, then gives a child of
   its own that parent's pid: the child inherits what a process of that pid had set up. */
static void middle(pid_t dead)
{
	for (int i = 0; i < 10000 && kill(dead, 0) == 0; i++)
		pause_ms(1);
	draw_as(dead);
	_exit(0);
}

static void grandchild_with_its_grandparents_pid(void)
{
	pid_t pid = free_pid();

	for (int i = 0; i < SIBLINGS; i++) {
		pid_t child = fork_as(pid);
		require(child >= 0, "clone3 with set_tid");
		if (child == 0) {
			draw();
			if (fork() == 0)
				middle(pid);
			_exit(0);
		}
		wait_for(child);
		wait_for(-1 /* the adopted middle */);
	}
}

/* Each level draws as pid 1 of its namespace, then makes the next namespace. */
static void nested_namespaces(int depth)
{
	require(unshare(CLONE_NEWPID) == 0, "unshare");
	pid_t pid = fork();
	if (pid == 0) {
		if (getpid() != 1)
			_exit(94);
		draw();
		if (depth > 1)
			nested_namespaces(depth - 1);
		_exit(0);
	}
	wait_for(pid);
}

/* unshare() changes what the caller's children get, so a helper calls it. */
static void everyone_is_pid_1(void)
{
	for (int i = 0; i < 10; i++) {
		pid_t pid = fork();
		if (pid == 0) {
			nested_namespaces(3);
			_exit(0);
		}
		wait_for(pid);
	}
}

static const struct {
	const char *name;
	void (*run)(void);
	size_t reports;
} experiments[] = {
	{"siblings-with-one-pid", siblings_with_one_pid, SIBLINGS},
	{"grandchild-with-grandparents-pid", grandchild_with_its_grandparents_pid,
	 2 * SIBLINGS},
	{"everyone-is-pid-1", everyone_is_pid_1, 30},
};

static void run(int i)
{
	char label[128];

	crowd = crowd_new(CAPACITY);
	generator->start();
	experiments[i].run();
	draw();
	struct outcome outcome = conclude(crowd, 10);
	snprintf(label, sizeof(label), "%s %s missing=%zu", experiments[i].name,
		 generator->name, experiments[i].reports + 1 - outcome.reported);
	print_outcome(label, outcome);
	crowd_free(crowd);
}

static bool permitted(void)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		pid_t child = fork_as(free_pid());
		if (child == 0)
			_exit(0);
		_exit(child < 0 || unshare(CLONE_NEWPID) != 0);
	}
	return waitpid(pid, &status, 0) == pid && status == 0;
}

int main(void)
{
	if (!permitted())
		return NO_PERMISSION;
	adopt_orphans();
	for (int i = 0; i < 3; i++)
		for (generator = generators; generator < generators + GENERATORS;
		     generator++)
			run(i);
	return 0;
}
