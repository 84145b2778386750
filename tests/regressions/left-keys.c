/* SPDX-License-Identifier: MIT */
/* Under FORKSEED_WHEN=fork a child has a key; its own children must not find it. Each of
 * three generations is made by WAY (fork, _Fork or clone); the second writes down its
 * key, with all bits turned, and says where in its memory that lies; the third says where
 * in its own. usage: left-keys WAY.
 */
#define _GNU_SOURCE
#include "core/lineage.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t _Fork(void) __attribute__((weak));

enum { HAS_SECRET = 3, KEY = 32, SIZE = 65536, GENERATIONS = 2 };

static _Alignas(16) char stacks[GENERATIONS][SIZE];
static volatile unsigned char *turned; /* in shared memory */
static const char *way;

/* Calls something for each mapping of this process's that it alone may write. */
static long each_mapping(long (*look)(const char *start, const char *end))
{
	char line[512], rights[8];
	unsigned long start, end;
	long sum = 0;
	FILE *maps = fopen("/proc/self/maps", "r");
	while (maps && fgets(line, sizeof line, maps))
		if (sscanf(line, "%lx-%lx %7s", &start, &end, rights) == 3 &&
		    strcmp(rights, "rw-p") == 0)
			sum += look((const char *)start, (const char *)end);
	if (maps)
		fclose(maps);
	return sum;
}

static int is_key(const char *at)
{
	int i = 0;
	while (i < KEY && ((unsigned char)at[i] ^ turned[i]) == 0xff)
		i++;
	return i == KEY;
}

static long count_keys(const char *start, const char *end)
{
	long found = 0;
	for (; start + KEY <= end; start += sizeof(int))
		found += is_key(start);
	return found;
}

/* Of the mappings that the kernel wipes the shim's has a key. */
static void write_down(const struct lineage_page *page)
{
	if (page->has_key == HAS_SECRET)
		for (int i = 0; i < KEY; i++)
			turned[i] = page->tree_key[i] ^ 0xff;
}

static void find_page(void)
{
	char line[512], at[512] = "";
	unsigned long start = 0;
	FILE *maps = fopen("/proc/self/smaps", "r");
	while (maps && fgets(line, sizeof line, maps))
		if (strstr(line, "VmFlags:") && strstr(line, " wf") &&
		    sscanf(at, "%lx", &start) == 1)
			write_down((const struct lineage_page *)start);
		else if (line[0] != 'V' && strchr(line, '-'))
			memcpy(at, line, sizeof at);
	if (maps)
		fclose(maps);
}

static int live(void *generation);

static void make_next(long generation)
{
	pid_t pid = -1;
	if (strcmp(way, "clone") == 0)
		pid = clone(live, stacks[generation - 1] + SIZE, SIGCHLD,
			    (void *)generation);
	else if (strcmp(way, "fork") == 0)
		pid = fork();
	else if (_Fork)
		pid = _Fork();
	else
		puts("none");
	if (pid == 0)
		_exit(live((void *)generation));
	waitpid(pid, NULL, 0);
}

static int live(void *generation)
{
	if ((long)generation == 1) {
		find_page();
		printf("child %ld\n", each_mapping(count_keys));
		fflush(stdout);
		make_next(2);
	} else {
		printf("its child %ld\n", each_mapping(count_keys));
		fflush(stdout);
	}
	return 0;
}

int main(int count, char **words)
{
	void *shared = mmap(NULL, KEY, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			    -1, 0);
	if (count != 2 || shared == MAP_FAILED)
		return 2;
	way = words[1];
	turned = shared;
	make_next(1);
	return 0;
}
