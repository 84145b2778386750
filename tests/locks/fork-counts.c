/* SPDX-License-Identifier: MIT */
/*
 * Usage: fork-counts alone|idle COUNT. Forks that many children, each of which ends at
 * once, in a process with one thread, or with a second one asleep. Prints how many page
 * faults the parent and its children had, of a hundred forks.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void *sleeps(void *unused)
{
	for (;;)
		pause();
	return unused;
}

static long faults_of(int who)
{
	struct rusage usage;
	getrusage(who, &usage);
	return usage.ru_minflt;
}

static void fork_children(int count)
{
	for (int i = 0; i < count; i++) {
		pid_t child = fork();
		if (child == 0)
			_exit(0);
		waitpid(child, NULL, 0);
	}
}

int main(int argc, char **argv)
{
	pthread_t thread;
	if (argc != 3)
		return 2;
	int count = atoi(argv[2]);
	if (strcmp(argv[1], "idle") == 0)
		pthread_create(&thread, NULL, sleeps, NULL);
	usleep(10000);
	fork_children(10);
	long own = faults_of(RUSAGE_SELF), theirs = faults_of(RUSAGE_CHILDREN);
	fork_children(count);
	printf("parent=%ld child=%ld\n", (faults_of(RUSAGE_SELF) - own) * 100 / count,
	       (faults_of(RUSAGE_CHILDREN) - theirs) * 100 / count);
	fflush(stdout);
	_exit(0);
}
