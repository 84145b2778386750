/* SPDX-License-Identifier: MIT */
/*
 * The corpus's innocents: an audit must accuse none.
 */
#define _GNU_SOURCE
#include "corpus.h"

static void no_fork(void)
{
	srandom(42);
	draw();
}

static void idle(void)
{
}

static void idle_children(void)
{
	srandom(42);
	draw();
	children(idle);
	draw();
}

static void execute(void)
{
	execl("/bin/true", "true", NULL);
}

static void executing_children(void)
{
	draw();
	children(execute);
}

static void seed_apart(void)
{
	srandom((unsigned)getpid());
	draw();
}

static void children_seed_apart(void)
{
	srandom(42);
	draw();
	children(seed_apart);
}

static void seed_by_clock_and_pid(void)
{
	srandom((unsigned)time(NULL) ^ (unsigned)getpid());
	draw();
}

static void children_seed_by_clock_and_pid(void)
{
	children(seed_by_clock_and_pid);
}

static void parent_seeds_by_clock(void)
{
	seed_by_clock();
	children(idle);
}

static void own_state(void)
{
	unsigned seed = (unsigned)getpid();
	tell(rand_r(&seed));
}

static void children_own_state(void)
{
	draw();
	children(own_state);
}

static void first_strfry(void)
{
	children(draw_strfry);
}

static void vforked(void)
{
	draw();
	pid_t child = vfork();
	if (child == 0)
		_exit(0);
	wait_all();
	draw();
}

static void spawned(void)
{
	pid_t child;
	char *words[] = {(char *)"true", NULL};
	draw();
	posix_spawn(&child, "/bin/true", NULL, NULL, words, environ);
	wait_all();
	if (system("true") != 0)
		exit(1);
}

static void *draw_in_thread(void *unused)
{
	random();
	return unused;
}

static void threads(void)
{
	pthread_t thread[4];
	for (int i = 0; i < 4; i++)
		pthread_create(&thread[i], NULL, draw_in_thread, NULL);
	for (int i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
}

/* The parent is gone: nobody else goes on with the stream. */
static void daemonised(void)
{
	srandom(42);
	if (daemon(1, 1) < 0)
		exit(1);
	draw();
}

#define CASE(name)                                                                       \
	{                                                                                \
#name, name                                                              \
	}

static const struct corpus_case cases[] = {
	CASE(no_fork),
	CASE(idle_children),
	CASE(executing_children),
	CASE(children_seed_apart),
	CASE(children_seed_by_clock_and_pid),
	CASE(parent_seeds_by_clock),
	CASE(children_own_state),
	CASE(first_strfry),
	CASE(vforked),
	CASE(spawned),
	CASE(threads),
	CASE(daemonised),
};

int main(int count, char **words)
{
	(void)count;
	return run_case(cases, sizeof cases / sizeof *cases, words);
}
