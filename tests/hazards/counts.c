/* SPDX-License-Identifier: MIT */
/*
 * Promise 6, by what can be counted: page faults of a child, the pages of the shim that
 * it touched, memory that the shim adds. Usage: counts idle|draw (50 children, medians of
 * a child that draws nothing, or once), counts child idle|draw (one child, for strace),
 * counts memory. Not here: times (bench/).
 */
#include "generators.h"
#include <sys/resource.h>

enum { CHILDREN = 50 };

/* What a child tells: faults, and of the shim's pages those written and those wiped. */
struct witness {
	long faults;
	long dirty_kb, wiped_kb;
};

/* One mapping of /proc/self/smaps, in kB. */
struct mapping {
	char name[256];
	long rss, pss, dirty;
	bool ours, wiped;
};

static bool is_header(const char *line)
{
	return strchr(line, '-') && strspn(line, "0123456789abcdef") >= 8;
}

/* The unnamed mapping right behind the shim's file is its zeroed data. */
static void read_header(struct mapping *mapping, const char *line)
{
	bool before = mapping->ours;

	*mapping = (struct mapping){0};
	sscanf(line, "%*s %*s %*s %*s %*s %255[^\n]", mapping->name);
	mapping->ours = strstr(mapping->name, "libforkseed") ||
			(before && mapping->name[0] == '\0');
}

/* True when the mapping is complete: its flags are the last line. */
static bool read_field(struct mapping *mapping, const char *line)
{
	sscanf(line, "Rss: %ld", &mapping->rss);
	sscanf(line, "Pss: %ld", &mapping->pss);
	sscanf(line, "Private_Dirty: %ld", &mapping->dirty);
	if (strncmp(line, "VmFlags:", 8) != 0)
		return false;
	mapping->wiped = strstr(line, " wf") != NULL;
	return true;
}

static void for_each_mapping(void (*visit)(const struct mapping *, void *),
			     void *argument)
{
	FILE *file = fopen("/proc/self/smaps", "re");
	struct mapping mapping = {0};
	char line[512];

	require(file != NULL, "/proc/self/smaps");
	while (fgets(line, sizeof(line), file))
		if (is_header(line))
			read_header(&mapping, line);
		else if (read_field(&mapping, line))
			visit(&mapping, argument);
	fclose(file);
}

static void add_touched(const struct mapping *mapping, void *argument)
{
	struct witness *witness = argument;

	witness->dirty_kb += mapping->ours ? mapping->dirty : 0;
	witness->wiped_kb += mapping->wiped ? mapping->rss : 0;
}

/* Other files' pages count only where they became this process's own: how much of libc is
   shared with how many others changes all the time. The stack does not count: where it
   begins in its page is chance. */
static void add_memory(const struct mapping *mapping, void *argument)
{
	bool other_file = mapping->name[0] == '/' && !mapping->ours;

	if (strcmp(mapping->name, "[stack]") != 0)
		*(long *)argument += other_file ? mapping->dirty : mapping->pss;
}

static void maybe_draw(bool draws)
{
	if (draws)
		random();
}

/* Faults first: reading smaps makes more. */
static void child(struct witness *witness, bool draws)
{
	struct rusage usage;

	maybe_draw(draws);
	getrusage(RUSAGE_SELF, &usage);
	witness->faults = usage.ru_minflt;
	for_each_mapping(add_touched, witness);
	_exit(0);
}

static int compare_long(const void *a, const void *b)
{
	long x = *(const long *)a, y = *(const long *)b;

	return (x > y) - (x < y);
}

static long median(long *values)
{
	qsort(values, CHILDREN, sizeof(*values), compare_long);
	return values[CHILDREN / 2];
}

static void print_medians(const char *what, const struct witness *witnesses)
{
	long faults[CHILDREN], dirty[CHILDREN], wiped[CHILDREN];

	for (int i = 0; i < CHILDREN; i++) {
		faults[i] = witnesses[i].faults;
		dirty[i] = witnesses[i].dirty_kb;
		wiped[i] = witnesses[i].wiped_kb;
	}
	printf("%s-faults=%ld %s-dirty=%ld %s-wiped=%ld ", what, median(faults), what,
	       median(dirty), what, median(wiped));
}

static void run_children(bool draws)
{
	struct witness *witnesses = shared_memory(CHILDREN * sizeof(*witnesses));

	memset(witnesses, 0, CHILDREN * sizeof(*witnesses));
	for (int i = 0; i < CHILDREN; i++) {
		pid_t pid = fork();
		require(pid >= 0, "fork");
		if (pid == 0)
			child(&witnesses[i], draws);
		waitpid(pid, NULL, 0);
	}
	print_medians(draws ? "draw" : "idle", witnesses);
}

static void run_one_child(bool draws)
{
	pid_t pid = fork();

	require(pid >= 0, "fork");
	if (pid == 0) {
		maybe_draw(draws);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
}

static void print_memory(void)
{
	long total = 0;

	for_each_mapping(add_memory, &total);
	printf("memory=%ld\n", total);
}

int main(int count, char **arguments)
{
	require(count == 2, "usage: counts children|idle|draw|memory");
	random(); /* the parent is past its own first use */
	if (strcmp(arguments[1], "children") == 0) {
		run_children(false);
		run_children(true);
		printf("\n");
	} else if (strcmp(arguments[1], "memory") == 0) {
		print_memory();
	} else {
		run_one_child(strcmp(arguments[1], "draw") == 0);
	}
	return 0;
}
