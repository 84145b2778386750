/* SPDX-License-Identifier: MIT */
/*
 * Promise 7: children that make their surroundings hostile before the first draw: an
 * empty root, no descriptors, no memory to map, hardly any stack, environment strings
 * gone. Usage: environment: draws in 50 children per case and prints a line each;
 * environment values|overwritten: prints what two children draw, the parent's environment
 * kept or gone. Not here: what is hostile before the program starts (environment.sh).
 */
#include "generators.h"
#include <sys/auxv.h>
#include <sys/resource.h>

enum { CHILDREN = 50, SMALL_STACK = 4096 };

extern char **environ;

static struct crowd *crowd;
static char *empty_directory;

static void nothing_special(void)
{
}

/* Only root may; anybody else stays, which changes nothing of what is tested after it. */
static void empty_root(void)
{
	if (chroot(empty_directory) == 0 && chdir("/") != 0)
		_exit(90);
}

static void no_descriptors(void)
{
	closefrom(0);
}

static void limit(int resource, rlim_t value)
{
	struct rlimit both = {value, value};

	if (setrlimit(resource, &both) != 0)
		_exit(91);
}

static void no_new_descriptors(void)
{
	limit(RLIMIT_NOFILE, 0);
}

static void no_memory(void)
{
	limit(RLIMIT_AS, 1);
	if (mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
		_exit(92);
}

static void no_environment(void)
{
	clearenv();
}

/* As daemons do that change their name in ps: the strings themselves are overwritten. */
static void overwritten_environment(void)
{
	for (char **variable = environ; *variable; variable++)
		memset(*variable, 'x', strlen(*variable));
}

static void overwrite_and_clear(void)
{
	overwritten_environment();
	no_environment();
}

static void everything(void)
{
	overwrite_and_clear();
	empty_root();
	no_descriptors();
	no_new_descriptors();
	no_memory();
}

static void draw(void)
{
	draw_report(claim(crowd), &generators[0]);
	draw_report(claim(crowd), &generators[8]);
}

static void draw_in_handler(int number)
{
	(void)number;
	draw();
}

/* A first draw on the smallest alternate stack that programs use, an unreadable page
   below: what the kernel needs for a signal frame, and one page more. */
static void draw_on_small_stack(void)
{
	size_t size =
		((getauxval(AT_MINSIGSTKSZ) + SMALL_STACK - 1) & ~(SMALL_STACK - 1ul)) +
		SMALL_STACK;
	char *memory = mmap(NULL, size + 4096, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	stack_t stack = {.ss_sp = memory + 4096, .ss_size = size};
	struct sigaction action = {.sa_handler = draw_in_handler, .sa_flags = SA_ONSTACK};

	if (memory == MAP_FAILED || mprotect(memory, 4096, PROT_NONE) != 0 ||
	    sigaltstack(&stack, NULL) != 0 || sigaction(SIGUSR1, &action, NULL) != 0)
		_exit(89);
	raise(SIGUSR1);
}

static const struct {
	const char *name;
	void (*prepare)(void);
	void (*work)(void);
} cases[] = {{"plain", nothing_special, draw},
	     {"chroot", empty_root, draw},
	     {"closefrom", no_descriptors, draw},
	     {"RLIMIT_NOFILE", no_new_descriptors, draw},
	     {"RLIMIT_AS", no_memory, draw},
	     {"clearenv", no_environment, draw},
	     {"overwritten-environment", overwritten_environment, draw},
	     {"sigaltstack", nothing_special, draw_on_small_stack},
	     {"everything", everything, draw}};
enum { CASES = sizeof(cases) / sizeof(cases[0]) };

static void run(int number)
{
	crowd = crowd_new(2 * CHILDREN);
	start_random();
	start_48();
	for (int i = 0; i < CHILDREN; i++) {
		pid_t pid = fork();
		require(pid >= 0, "fork");
		if (pid == 0) {
			cases[number].prepare();
			cases[number].work();
			_exit(0);
		}
	}
	print_outcome(cases[number].name, conclude(crowd, 10));
	crowd_free(crowd);
}

/* The numbers of two children, for runs that are compared with each other. A parent
   without an environment must pass its settings on all the same. */
static void show_values(void)
{
	crowd = crowd_new(4);
	srandom(42);
	srand48(42);
	for (int i = 0; i < 2; i++) {
		pid_t pid = fork();
		if (pid == 0) {
			draw();
			_exit(0);
		}
		waitpid(pid, NULL, 0);
	}
	for (int i = 0; i < 4; i++)
		printf("%llu ", (unsigned long long)crowd->report[i].value[0]);
	printf("secure=%lu\n", getauxval(AT_SECURE));
}

int main(int count, char **arguments)
{
	char directory[] = "/tmp/hazards.XXXXXX";

	if (count > 1) {
		if (strcmp(arguments[1], "overwritten") == 0)
			overwrite_and_clear();
		show_values();
		return 0;
	}
	adopt_orphans();
	empty_directory = mkdtemp(directory);
	require(empty_directory != NULL, "mkdtemp");
	for (int i = 0; i < CASES; i++)
		run(i);
	rmdir(empty_directory);
	return 0;
}
