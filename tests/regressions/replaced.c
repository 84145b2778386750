/* SPDX-License-Identifier: MIT
 *
 * Libraries that go and come, step by step: replaced STEP...
 *   open=PATH  opens an object, and has it begin (plugin_begin), if it can
 *   draw       it draws (plugin_draw)
 *   seed       it seeds (plugin_seed)
 *   end        it ends what it began (plugin_end)
 *   at=NAME    remembers where the object that was opened last has that
 *   close      closes the object that was opened last
 *   covered    prints whether what was remembered is another object's now
 *   same=NAME  prints whether the object that was opened last has it there again
 *   keys       makes keys for threads whose values point to nothing
 *   random     a draw of random(3)
 *   fork       eight children, each prints a draw
 *   forkrandom the same, of random(3)
 * A child that dies says by what.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_OPEN = 16, CHILDREN = 8, KEYS = 4, NOWHERE = 16 };

static void *opened[MOST_OPEN];
static int count;
static void *remembered;

static void *symbol(const char *name)
{
	return count ? dlsym(opened[count - 1], name) : NULL;
}

static void call(const char *name)
{
	void (*function)(void);
	*(void **)&function = symbol(name);
	if (function)
		function();
}

static void open_it(const char *path)
{
	opened[count++] = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!opened[count - 1]) {
		fprintf(stderr, "%s\n", dlerror());
		exit(3);
	}
	call("plugin_begin");
}

static double draw(void)
{
	double (*function)(void);
	*(void **)&function = symbol("plugin_draw");
	return function ? function() : -1;
}

/* As an unnamed object's program has it where the address is nobody's. */
static void print_covered(void)
{
	Dl_info info;
	printf("%s\n", dladdr(remembered, &info) ? "covered" : "not covered");
}

static void make_keys(void)
{
	for (int i = 0; i < KEYS; i++) {
		pthread_key_t key;
		pthread_key_create(&key, NULL);
		pthread_setspecific(key, (void *)NOWHERE);
	}
}

static void fork_once(bool of_libc)
{
	int status;
	if (fork() == 0) {
		if (of_libc)
			printf("%ld\n", random());
		else
			printf("%.17g\n", draw());
		fflush(stdout);
		_exit(0);
	}
	wait(&status);
	if (status)
		printf("died by %d\n", WTERMSIG(status));
}

static void fork_children(bool of_libc)
{
	for (int i = 0; i < CHILDREN; i++) {
		fflush(stdout);
		fork_once(of_libc);
	}
}

static void step_with(const char *step, const char *word)
{
	if (strncmp(step, "open=", 5) == 0)
		open_it(word);
	else if (strncmp(step, "at=", 3) == 0)
		remembered = symbol(word);
	else if (strncmp(step, "same=", 5) == 0)
		puts(symbol(word) == remembered ? "same" : "elsewhere");
}

static void step_alone(const char *step)
{
	if (strcmp(step, "draw") == 0)
		draw();
	else if (strcmp(step, "seed") == 0)
		call("plugin_seed");
	else if (strcmp(step, "end") == 0)
		call("plugin_end");
	else if (strcmp(step, "close") == 0)
		dlclose(opened[--count]);
	else if (strcmp(step, "covered") == 0)
		print_covered();
	else if (strcmp(step, "keys") == 0)
		make_keys();
	else if (strcmp(step, "random") == 0)
		random();
	else if (strcmp(step, "fork") == 0 || strcmp(step, "forkrandom") == 0)
		fork_children(strlen(step) > 4);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char *equals = strchr(argv[i], '=');
		if (equals)
			step_with(argv[i], equals + 1);
		else
			step_alone(argv[i]);
	}
	return 0;
}
