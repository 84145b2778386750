/* SPDX-License-Identifier: MIT */
/* A program that draws between every way to run another one: system, popen, posix_spawn,
 * vfork and fork with exec. The program it runs is itself, drawing. Nothing but exec'ed
 * images and the parent draw, so every line must be as bare. "forked" prints what 8
 * plainly forked children draw instead.
 */
#define _GNU_SOURCE
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void draw(const char *who)
{
	printf("%s: %ld", who, random());
	printf(" %d", rand());
	printf(" %ld", lrand48());
	printf(" %ld\n", mrand48());
	fflush(stdout);
}

static void by_system(const char *self)
{
	char command[4200];
	snprintf(command, sizeof command, "%s image; exit 3", self);
	printf("system: status %d\n", WEXITSTATUS(system(command)));
}

static void by_popen(const char *self)
{
	char command[4200], line[200] = "";
	snprintf(command, sizeof command, "%s image", self);
	FILE *pipe = popen(command, "r");
	if (!pipe || !fgets(line, sizeof line, pipe))
		abort();
	printf("popen: status %d, %s", pclose(pipe), line);
}

static void by_spawn(const char *self)
{
	char *arguments[] = {(char *)self, "image", NULL};
	pid_t child;
	int status = -1;
	if (posix_spawn(&child, self, NULL, NULL, arguments, environ))
		abort();
	waitpid(child, &status, 0);
	printf("posix_spawn: status %d\n", status);
}

static void by_vfork(const char *self)
{
	int status = -1;
	pid_t child = vfork();
	if (child == 0) {
		execl(self, self, "image", (char *)NULL);
		_exit(127);
	}
	waitpid(child, &status, 0);
	printf("vfork: status %d\n", status);
}

static void by_fork(const char *self)
{
	int status = -1;
	pid_t child = fork();
	if (child == 0) {
		random(); /* the state that exec throws away is a healed one */
		execl(self, self, "image", (char *)NULL);
		_exit(127);
	}
	waitpid(child, &status, 0);
	printf("fork: status %d\n", status);
}

static void draw_in_children(void)
{
	for (int i = 0; i < 8; i++) {
		if (fork() == 0) {
			draw("child");
			_exit(0);
		}
		wait(NULL);
	}
}

int main(int argc, char **argv)
{
	static void (*const ways[])(const char *) = {by_system, by_popen, by_spawn,
						     by_vfork, by_fork};
	if (argc > 1 && !strcmp(argv[1], "forked")) {
		draw_in_children();
		return 0;
	}
	draw(argc > 1 ? argv[1] : "parent");
	for (size_t i = 0; argc == 1 && i < sizeof ways / sizeof *ways; i++) {
		fflush(stdout);
		ways[i](argv[0]);
		draw("parent");
	}
	return 0;
}
