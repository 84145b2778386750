/* SPDX-License-Identifier: MIT */
/*
 * The corpus's hazards: an audit must find each.
 */
#define _GNU_SOURCE
#include "corpus.h"

pid_t _Fork(void);

static void draw_drand48(void)
{
	tell(lrand48());
}

static void inherit_random(void)
{
	srandom(42);
	random();
	children(draw);
}

static void inherit_rand(void)
{
	srand(42);
	children(draw);
}

static void inherit_unseeded(void)
{
	children(draw);
}

static void inherit_drand48(void)
{
	srand48(42);
	children(draw_drand48);
}

static void inherit_strfry(void)
{
	draw_strfry();
	children(draw_strfry);
}

static void inherit_restored(void)
{
	static char first[64], second[64];
	initstate(1, first, sizeof first);
	initstate(2, second, sizeof second);
	if (fork() == 0) {
		setstate(first);
		draw();
		_exit(0);
	}
	wait_all();
}

static void have_grandchild(void)
{
	if (fork() == 0) {
		draw();
		_exit(0);
	}
	wait_all();
}

static void inherit_grandchildren(void)
{
	srandom(42);
	children(have_grandchild);
}

static void inherit_raw(void)
{
	srandom(42);
	for (int i = 0; i < 3; i++)
		if (syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0) {
			draw();
			_exit(0);
		}
	wait_all();
}

static void inherit_Fork(void)
{
	srandom(42);
	for (int i = 0; i < 3; i++)
		if (_Fork() == 0) {
			draw();
			_exit(0);
		}
	wait_all();
}

static int run_cloned(void *unused)
{
	(void)unused;
	draw();
	return 0;
}

static void inherit_clone(void)
{
	static char stack[1 << 16] __attribute__((aligned(16)));
	srandom(42);
	for (int i = 0; i < 3; i++)
		clone(run_cloned, stack + sizeof stack, SIGCHLD, NULL);
	wait_all();
}

static void *fork_in_thread(void *unused)
{
	children(draw);
	return unused;
}

static void inherit_thread(void)
{
	pthread_t thread;
	srandom(42);
	pthread_create(&thread, NULL, fork_in_thread, NULL);
	pthread_join(thread, NULL);
}

static void handle(int signal)
{
	(void)signal;
	if (fork() == 0) {
		draw();
		_exit(0);
	}
}

/* On a stack of its own. */
static void inherit_handler(void)
{
	static char stack[1 << 16];
	stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
	struct sigaction act = {.sa_handler = handle, .sa_flags = SA_ONSTACK};
	srandom(42);
	sigaltstack(&alternate, NULL);
	sigaction(SIGUSR1, &act, NULL);
	for (int i = 0; i < 3; i++)
		raise(SIGUSR1);
	wait_all();
}

static void inherit_double_fork(void)
{
	srandom(42);
	for (int i = 0; i < 3; i++)
		if (fork() == 0) {
			if (fork() == 0)
				draw();
			else
				wait(NULL);
			_exit(0);
		}
	wait_all();
}

static void seed_alike(void)
{
	srandom(7);
	draw();
}

static void same_seed(void)
{
	children(seed_alike);
}

static void same_seed_as_parent(void)
{
	seed_alike();
	if (fork() == 0) {
		seed_alike();
		_exit(0);
	}
	wait_all();
}

/* One child is enough: there is no other that it could be compared with. */
static void clock_seed(void)
{
	if (fork() == 0) {
		seed_by_clock();
		_exit(0);
	}
	wait_all();
}

#define CASE(name)                                                                       \
	{                                                                                \
#name, name                                                              \
	}

static const struct corpus_case cases[] = {
	CASE(inherit_random),        CASE(inherit_rand),
	CASE(inherit_unseeded),      CASE(inherit_drand48),
	CASE(inherit_strfry),        CASE(inherit_restored),
	CASE(inherit_grandchildren), CASE(inherit_raw),
	CASE(inherit_Fork),          CASE(inherit_clone),
	CASE(inherit_thread),        CASE(inherit_handler),
	CASE(inherit_double_fork),   CASE(same_seed),
	CASE(same_seed_as_parent),   CASE(clock_seed),
};

int main(int count, char **words)
{
	(void)count;
	return run_case(cases, sizeof cases / sizeof *cases, words);
}
