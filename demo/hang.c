/* SPDX-License-Identifier: MIT */
/* A program with two threads: one calls random() (or srandom()) all the time, the other
 * forks children that call it once and exit. Counts the children that never get there.
 * Knows nothing of forkseed. Usage: hang random|srandom CHILDREN. Exits with 0 when every
 * child finished, 1 when some hung, 2 on errors. */
#include <err.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PER_ROW = 30, TICK_MS = 10, PATIENCE_MS = 2000 };

struct child {
	pid_t pid;
	enum { RUNNING, FINISHED, HUNG } fate;
};

static atomic_bool stop;

static void draw(void)
{
	(void)random();
}

static void seed(void)
{
	srandom(1);
}

static void (*call)(void) = draw;

static void *call_all_the_time(void *unused)
{
	while (!stop)
		call();
	return unused;
}

static void start(struct child *child)
{
	child->pid = fork();
	if (child->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* leave no hung child behind */
		call();
		_exit(0);
	}
	if (child->pid < 0)
		err(2, "fork");
}

/* Collects the children that have finished; returns how many have since the last time. */
static int reap(struct child *children, int count)
{
	int status, finished = 0;

	for (int i = 0; i < count; i++)
		if (children[i].fate == RUNNING &&
		    waitpid(children[i].pid, &status, WNOHANG) > 0) {
			if (status)
				errx(2, "a child failed with status %d", status);
			children[i].fate = FINISHED;
			finished++;
		}
	return finished;
}

/* All at once, and until none has finished for a while: no child is given up for being
 * slow on a busy machine. */
static void wait_while_some_finish(struct child *children, int count)
{
	int left = count, quiet = 0;

	while (left && quiet < PATIENCE_MS) {
		int finished = reap(children, count);
		left -= finished;
		quiet = finished ? 0 : quiet + TICK_MS;
		if (left)
			usleep(TICK_MS * 1000);
	}
}

static int kill_the_rest(struct child *children, int count)
{
	int hung = 0;

	for (int i = 0; i < count; i++)
		if (children[i].fate == RUNNING) {
			kill(children[i].pid, SIGKILL);
			waitpid(children[i].pid, NULL, 0);
			children[i].fate = HUNG;
			hung++;
		}
	return hung;
}

static void print_fates(const struct child *children, int count)
{
	for (int i = 0; i < count; i++) {
		putchar(children[i].fate == HUNG ? '#' : '.');
		if (i % PER_ROW == PER_ROW - 1 || i == count - 1)
			putchar('\n');
	}
}

static void fork_all(struct child *children, int count)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, call_all_the_time, NULL))
		errx(2, "cannot start a thread");
	for (int i = 0; i < count; i++)
		start(&children[i]);
	stop = 1;
	pthread_join(thread, NULL);
}

int main(int argc, char **argv)
{
	int count = argc == 3 ? atoi(argv[2]) : 0;
	struct child *children = calloc(count > 0 ? (size_t)count : 1, sizeof(*children));

	if (count < 1 || !children)
		errx(2, "usage: hang random|srandom CHILDREN");
	if (!strcmp(argv[1], "srandom"))
		call = seed;
	fork_all(children, count);
	wait_while_some_finish(children, count);
	int hung = kill_the_rest(children, count);
	print_fates(children, count);
	printf("%d children, %d hung\n", count, hung);
	free(children);
	return hung > 0;
}
