/* SPDX-License-Identifier: MIT */
/* Children of a process one of whose threads draws all the time, and no other does, so
 * that the shim's lock leans to it (core/bias.h): how many hang on the lock, or repeat
 * another. Usage: leaning-forks CHILDREN PATIENCE (seconds). Not here: many threads and
 * all calls: hang.c.
 */
#include "generators.h"
#include <pthread.h>

enum { ROW = 3000 };

static atomic_bool stop;

static void *keep_drawing(void *unused)
{
	while (!stop)
		random();
	return unused;
}

static pid_t fork_by_SYS_clone(void)
{
	return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

static void fork_many(int children, double patience)
{
	static pid_t (*const makers[])(void) = {fork, _Fork, fork_by_SYS_clone};
	struct crowd *crowd = crowd_new((size_t)children);
	pthread_t thread;
	require(pthread_create(&thread, NULL, keep_drawing, NULL) == 0, "thread");
	pause_ms(5);
	for (int i = 0; i < children; i++) {
		pid_t pid = makers[i % 3]();
		require(pid >= 0, "fork");
		if (pid == 0) {
			draw_report(claim(crowd), &generators[0]);
			for (int j = 0; j < ROW; j++)
				random();
			_exit(0);
		}
	}
	stop = true;
	pthread_join(thread, NULL);
	print_outcome("forks", conclude(crowd, patience));
}

int main(int count, char **words)
{
	require(count == 3, "usage: leaning-forks CHILDREN PATIENCE");
	adopt_orphans();
	srandom(7);
	fork_many(atoi(words[1]), atof(words[2]));
	return 0;
}
