/* SPDX-License-Identifier: MIT */
/* A child forks. Its parent had just asked for an object to be opened, and another thread
 * of its parent's was walking through the loaded objects when it was made: nobody in the
 * child will ever let go of that lock of the dynamic linker's. usage: loader-held [walk]:
 * the child walks, too, which hangs in any case. Prints "forked", or "hung".
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LONG = 20, SHORT = 2 /* seconds */ };

static _Atomic int inside;

static int stay(struct dl_phdr_info *object, size_t size, void *data)
{
	(void)object, (void)size, (void)data;
	inside = 1;
	for (;;)
		pause();
	return 0;
}

static void *walk(void *unused)
{
	dl_iterate_phdr(stay, NULL);
	return unused;
}

static int nothing(struct dl_phdr_info *object, size_t size, void *data)
{
	(void)object, (void)size, (void)data;
	return 1;
}

static void fork_once(int walks)
{
	alarm(walks ? SHORT : LONG);
	if (walks)
		dl_iterate_phdr(nothing, NULL);
	pid_t pid = fork();
	if (pid > 0)
		waitpid(pid, NULL, 0);
	_exit(pid < 0);
}

/* By a bare system call: fork(3) in this process may have to wait for that thread. */
int main(int count, char **words)
{
	pthread_t thread;
	int status;
	(void)words;
	if (dlopen("no-such-object.so", RTLD_NOW) ||
	    pthread_create(&thread, NULL, walk, NULL))
		return 2;
	while (!inside)
		usleep(1000);
	pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (pid == 0)
		fork_once(count > 1);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 2;
	puts(WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM ? "hung" : "forked");
	fflush(stdout);
	_exit(0);
}
