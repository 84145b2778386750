/* SPDX-License-Identifier: MIT */
/*
 * A fork inside a fork: an atfork handler, registered before or after the shim's own,
 * raises a signal whose handler forks, and the inner child ends there or returns and goes
 * through the outer fork as well. Or the atfork handler of the child draws, as early as
 * a child can. All processes draw at last, and are printed by place. Usage: handlers
 * early|late prepare|parent|child leaves|returns|draws [_Fork|raw]. Not here: forks
 * between any two instructions of a draw: tests/hazards/signal.c.
 */
#include "handlers.h"
#include "streams.h"
#include <pthread.h>

enum { PLACES = 64, BASE = 4, INNER = 1, OUTER = 2, LATER = 3 };

static void (*late_handlers[PHASES])(void);
static struct streams *streams, *early_draws;
static bool inner_returns;
static pid_t (*inner_fork)(void) = fork;
static volatile sig_atomic_t done;

/* Digits: what was forked inside, by the outer fork, and later. */
static volatile int place;

static _Noreturn void end(void)
{
	draw_streams(&streams[place]);
	_exit(0);
}

static pid_t fork_by_SYS_clone(void)
{
	return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

static void on_signal(int number)
{
	int saved = errno;
	pid_t pid = inner_fork();

	(void)number;
	require(pid >= 0, "inner fork");
	if (pid == 0) {
		place = place * BASE + INNER;
		if (!inner_returns)
			end();
	}
	errno = saved;
}

static void fork_inside(void)
{
	if (done)
		return;
	done = 1;
	raise(SIGUSR1);
}

static void draw_inside(void)
{
	if (done)
		return;
	draw_streams(&early_draws[place * BASE + OUTER]);
}

static void late_prepare(void)
{
	if (late_handlers[PREPARE])
		late_handlers[PREPARE]();
}

static void late_parent(void)
{
	if (late_handlers[PARENT])
		late_handlers[PARENT]();
}

static void late_child(void)
{
	if (late_handlers[CHILD])
		late_handlers[CHILD]();
}

static void choose(char **arguments)
{
	static const char *const phases[] = {"prepare", "parent", "child"};
	bool early = strcmp(arguments[1], "early") == 0;
	bool draws = strcmp(arguments[3], "draws") == 0;

	for (int i = 0; i < PHASES; i++)
		if (strcmp(arguments[2], phases[i]) == 0)
			(early ? early_handlers : late_handlers)[i] =
				draws ? draw_inside : fork_inside;
	inner_returns = strcmp(arguments[3], "returns") == 0;
	if (arguments[4])
		inner_fork = strcmp(arguments[4], "raw") == 0 ? fork_by_SYS_clone : _Fork;
}

static void fork_to(int digit)
{
	pid_t pid = fork();

	require(pid >= 0, "outer fork");
	if (pid == 0) {
		place = place * BASE + digit;
		end();
	}
}

static void print_all(void)
{
	char label[32];

	for (int i = 0; i < PLACES; i++) {
		sprintf(label, i ? "/%d" : "/", i);
		print_streams(label, &streams[i]);
		sprintf(label, "/%d-in-handler", i);
		print_streams(label, &early_draws[i]);
	}
}

int main(int count, char **arguments)
{
	require(count == 4 || count == 5,
		"usage: handlers early|late PHASE leaves|returns|draws [_Fork|raw]");
	signal(SIGUSR1, on_signal);
	streams = shared_memory(PLACES * sizeof(*streams));
	early_draws = shared_memory(PLACES * sizeof(*streams));
	adopt_orphans();
	start_streams(1);
	pthread_atfork(late_prepare, late_parent, late_child);
	choose(arguments);
	fork_to(OUTER);
	done = 1;
	fork_to(LATER);
	if (place != 0)
		end();
	draw_streams(&streams[0]);
	int status = reap_all();
	print_all();
	return status;
}
