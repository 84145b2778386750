/* SPDX-License-Identifier: MIT */
/* A child forks, though a thread of its parent's was walking through the loaded objects
 * when it was made: nobody in the child will ever let go of that lock of the dynamic
 * linker's. usage: loader-held MODE. inherits: the parent had just asked for an object to
 * be opened; opens: the child asks for two, one that is not there, and one that is there
 * already; walks: it walks through the objects itself, which hangs in any case. Prints
 * "forked", or "hung".
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
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

static void *open_them(void)
{
	void *none = dlopen("no-such-object.so", RTLD_NOW);
	return none ? NULL : dlopen("libc.so.6", RTLD_NOW);
}

static void fork_once(const char *mode)
{
	bool walks = strcmp(mode, "walks") == 0;
	alarm(walks ? SHORT : LONG);
	if (walks)
		dl_iterate_phdr(nothing, NULL);
	if (strcmp(mode, "opens") == 0 && !open_them())
		_exit(1);
	pid_t pid = fork();
	if (pid > 0)
		waitpid(pid, NULL, 0);
	_exit(pid <= 0);
}

/* By a bare system call where fork(3) may have to wait for that thread. */
static pid_t make_child(const char *mode)
{
	if (strcmp(mode, "inherits") == 0)
		return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	return fork();
}

int main(int count, char **words)
{
	pthread_t thread;
	int status;
	if (count != 2 || (strcmp(words[1], "inherits") == 0 && !open_them()) ||
	    pthread_create(&thread, NULL, walk, NULL))
		return 2;
	while (!inside)
		usleep(1000);
	pid_t pid = make_child(words[1]);
	if (pid == 0)
		fork_once(words[1]);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 2;
	puts(status == 0                                          ? "forked"
	     : WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM ? "hung"
								  : "failed");
	fflush(stdout);
	_exit(0);
}
