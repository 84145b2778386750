/* SPDX-License-Identifier: MIT
 *
 * A program that opens an object which draws from SQLite (slots-plugin.c):
 *
 *   slots FLAGS PLUGIN HOW [N]     FLAGS: lazy or now, local, deepbind, in one word. HOW
 * as forks.h has it, once the object is open; or again     the object is closed and
 * opened again, then 8 children print a draw each child     a child opens it, and 8
 * children of that child print errno     errno after dlopen(3), a draw, and a draw in a
 * child; and dlerror(3) maps      how the object's and SQLite's files are mapped racing
 * two threads open and close a copy (PLUGIN.2) while N children draw
 */
#define _GNU_SOURCE
#include "forks.h"

#include <dlfcn.h>
#include <errno.h>

static const char *path;
static int flags;
static void *object;
static void (*plugin_draw)(unsigned char bytes[16]);

static void open_it(void)
{
	object = dlopen(path, flags);
	if (!object) {
		fprintf(stderr, "%s\n", dlerror());
		exit(3);
	}
	*(void **)&plugin_draw = dlsym(object, "plugin_draw");
}

static void draw(char line[256])
{
	unsigned char bytes[16];
	plugin_draw(bytes);
	for (size_t i = 0; i < sizeof bytes; i++)
		sprintf(line + 2 * i, "%02x", bytes[i]);
}

static const struct runtime runtime = {NULL, draw, NULL};

static int print_children(void)
{
	char line[256];
	draw(line);
	for (int i = 0; i < 8; i++)
		child_prints(false);
	return 0;
}

static int run_again(void)
{
	char line[256];
	open_it();
	draw(line);
	dlclose(object);
	open_it();
	return print_children();
}

static int run_child(void)
{
	if (fork() == 0) {
		open_it();
		_exit(print_children());
	}
	wait_all();
	return 0;
}

static void print_errno(const char *when)
{
	const char *error = dlerror();
	printf("%s %d %s\n", when, errno, error ? error : "no error");
	fflush(NULL);
	errno = 77;
}

static int run_errno(void)
{
	char line[256];
	errno = 77;
	open_it();
	print_errno("opened");
	draw(line);
	print_errno("drawn");
	if (fork() == 0) {
		errno = 77;
		draw(line);
		print_errno("in a child");
		_exit(0);
	}
	wait_all();
	return 0;
}

static int run_maps(void)
{
	char line[512], *permissions, *file;
	open_it();
	draw(line);
	FILE *maps = fopen("/proc/self/maps", "r");
	while (maps && fgets(line, sizeof line, maps)) {
		permissions = strchr(line, ' ') + 1;
		file = strrchr(line, '/');
		if (file && (strstr(file, "slots-plugin") || strstr(file, "sqlite3")))
			printf("%.4s %s", permissions, file);
	}
	return 0;
}

static void *open_and_close(void *copy)
{
	for (;;) {
		void *opened = dlopen(copy, flags);
		usleep(100);
		dlclose(opened);
	}
	return NULL;
}

static int run_racing(int count)
{
	char copy[4096], line[256];
	int hung = 0, died = 0;
	pthread_t thread;
	open_it();
	draw(line);
	snprintf(copy, sizeof copy, "%s.2", path);
	for (int i = 0; i < 2; i++)
		pthread_create(&thread, NULL, open_and_close, copy);
	for (int i = 0; i < count; i++) {
		pid_t child = fork();
		if (child == 0) {
			print_draw();
			_exit(0);
		}
		char end = end_of(child);
		hung += end == 'h';
		died += end == 'd';
	}
	printf("hung=%d died=%d of %d\n", hung, died, count);
	fflush(NULL);
	_exit(0);
}

int main(int argc, char **argv)
{
	if (argc < 4)
		return 2;
	flags = (strstr(argv[1], "now") ? RTLD_NOW : RTLD_LAZY) |
		(strstr(argv[1], "local") ? RTLD_LOCAL : RTLD_GLOBAL) |
		(strstr(argv[1], "deepbind") ? RTLD_DEEPBIND : 0);
	path = argv[2];
	forked_runtime = &runtime;
	if (strcmp(argv[3], "again") == 0)
		return run_again();
	if (strcmp(argv[3], "child") == 0)
		return run_child();
	if (strcmp(argv[3], "errno") == 0)
		return run_errno();
	if (strcmp(argv[3], "maps") == 0)
		return run_maps();
	if (strcmp(argv[3], "racing") == 0)
		return run_racing(argc > 4 ? atoi(argv[4]) : 100);
	open_it();
	return run_forks(&runtime, argc - 2, argv + 2);
}
