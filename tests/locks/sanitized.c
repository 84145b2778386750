/* SPDX-License-Identifier: MIT */
/*
 * A program for sanitizers, which put themselves in front of what is wrapped: a thread
 * asks for the time and holds a mutex, and children need both. Prints how many failed.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void use_both(void)
{
	const time_t then = 1;
	struct tm m;
	localtime_r(&then, &m);
	pthread_mutex_lock(&mutex);
	free(malloc(10));
	pthread_mutex_unlock(&mutex);
}

static void *keep_busy(void *unused)
{
	for (;;)
		use_both();
	return unused;
}

int main(void)
{
	pthread_t thread;
	int bad = 0;
	pthread_create(&thread, NULL, keep_busy, NULL);
	for (int i = 0; i < 50; i++) {
		int status = 0;
		pid_t pid = fork();
		if (pid == 0) {
			alarm(20);
			use_both();
			_exit(0);
		}
		waitpid(pid, &status, 0);
		bad += status != 0;
	}
	printf("bad=%d\n", bad);
	fflush(stdout);
	_exit(0);
}
