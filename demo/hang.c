/* SPDX-License-Identifier: MIT */
/* A program with two threads: one calls random() (or srandom(), or writes a line of a
 * log) all the time, the other forks children that do so once and exit. Counts the
 * children that never get there. Knows nothing of forkseed. Usage: hang
 * random|srandom|log CHILDREN [TIMES]; into TIMES goes a line per child, when it was
 * forked and had finished, in milliseconds from the first fork, or -1. Exits with 0 when
 * every child finished, 1 when some hung, 2 on errors. */
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PER_ROW = 30, TICK_MS = 10, PATIENCE_MS = 1500 };

struct child {
	pid_t pid;
	enum { RUNNING, FINISHED, HUNG } fate;
	double forked, finished; /* milliseconds; the second is the child's own to say */
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

static int log_file; /* where the lines go is of no matter here */

/* As a daemon does: the local time, and a line. */
static void write_log(void)
{
	char stamp[32], line[96];
	time_t now = time(NULL);

	strftime(stamp, sizeof(stamp), "%b %e %H:%M:%S", localtime(&now));
	int length =
		snprintf(line, sizeof(line), "%s daemon[%d]: alive\n", stamp, getpid());
	if (write(log_file, line, (size_t)length) != length)
		err(2, "the log");
}

static const struct {
	const char *name;
	void (*call)(void);
} calls[] = {{"random", draw}, {"srandom", seed}, {"log", write_log}};

static void (*call)(void);

static double milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static void *call_all_the_time(void *unused)
{
	while (!stop)
		call();
	return unused;
}

static void start(struct child *child)
{
	child->forked = milliseconds();
	child->finished = -1;
	pid_t pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* leave no hung child behind */
		call();
		child->finished = milliseconds();
		_exit(0);
	}
	if (pid < 0)
		err(2, "fork");
	child->pid = pid;
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

static void write_times(const struct child *children, int count, const char *file)
{
	FILE *out = fopen(file, "w");
	double start = children[0].forked;

	if (!out)
		err(2, "%s", file);
	for (int i = 0; i < count; i++)
		fprintf(out, "%.3f %.3f\n", children[i].forked - start,
			children[i].fate == HUNG ? -1 : children[i].finished - start);
	if (fclose(out))
		err(2, "%s", file);
}

/* Shared, for each writes when it has finished. */
static struct child *room_for(int count)
{
	void *room = mmap(NULL, (size_t)count * sizeof(struct child),
			  PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (room == MAP_FAILED)
		err(2, "mmap");
	return room;
}

int main(int argc, char **argv)
{
	int count = argc == 3 || argc == 4 ? atoi(argv[2]) : 0;

	for (size_t i = 0; count > 0 && i < sizeof(calls) / sizeof(*calls); i++)
		if (!strcmp(argv[1], calls[i].name))
			call = calls[i].call;
	if (!call)
		errx(2, "usage: hang random|srandom|log CHILDREN [TIMES]");
	struct child *children = room_for(count);
	log_file = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (log_file < 0)
		err(2, "the log");
	fork_all(children, count);
	wait_while_some_finish(children, count);
	int hung = kill_the_rest(children, count);
	print_fates(children, count);
	printf("%d children, %d hung\n", count, hung);
	if (argc == 4)
		write_times(children, count, argv[3]);
	return hung > 0;
}
