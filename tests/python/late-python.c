/* SPDX-License-Identifier: MIT */
/* A host that knows nothing of Python until it opens a library: libpython as a plugin, by
 * dlopen(3), twice in a row if asked to (finalize and initialise again). It forks from C
 * and runs Python in the children. Usage: late-python LIBPYTHON local|global TURNS CODE
 * CHILD-CODE.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 8 };

static int (*run)(const char *, void *);
static void (*initialize)(int);
static int (*finalize)(void);

static void *look_up(void *library, const char *name)
{
	void *symbol = dlsym(library, name);
	if (!symbol) {
		fprintf(stderr, "%s\n", dlerror());
		exit(2);
	}
	return symbol;
}

static void open_python(const char *file, int mode)
{
	void *library = dlopen(file, RTLD_NOW | mode);
	if (!library) {
		fprintf(stderr, "%s\n", dlerror());
		exit(2);
	}
	*(void **)&run = look_up(library, "PyRun_SimpleStringFlags");
	*(void **)&initialize = look_up(library, "Py_InitializeEx");
	*(void **)&finalize = look_up(library, "Py_FinalizeEx");
}

static int fork_children(const char *code)
{
	int failed = 0, status;
	for (int i = 0; i < CHILDREN; i++) {
		pid_t child = fork();
		if (child == 0)
			_exit(run(code, NULL) != 0);
		waitpid(child, &status, 0);
		failed += status != 0;
	}
	return failed;
}

int main(int argc, char **argv)
{
	int failed = 0;
	if (argc != 6)
		return 2;
	open_python(argv[1], strcmp(argv[2], "global") ? RTLD_LOCAL : RTLD_GLOBAL);
	for (int turn = atoi(argv[3]); turn > 0; turn--) {
		initialize(0);
		failed += run(argv[4], NULL) != 0;
		failed += fork_children(argv[5]);
		failed += finalize() != 0;
	}
	return failed != 0;
}
