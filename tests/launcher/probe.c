/* SPDX-License-Identifier: MIT */
/*
 * What a program run by the launcher sees, in one line: is the shim loaded, is the
 * process in ld.so's secure mode, and how many distinct streams do 8 forked children draw
 * from a generator that the parent seeded. Other words: exit, kill, words, fds, twice
 * (below).
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 8, DRAWS = 4 };
typedef int stream[DRAWS];

static const char *shim_is_loaded(void)
{
	char line[4096];
	const char *answer = "no";
	FILE *maps = fopen("/proc/self/maps", "re");
	while (maps && fgets(line, sizeof line, maps))
		if (strstr(line, "/libforkseed.so"))
			answer = "yes";
	if (maps)
		fclose(maps);
	return answer;
}

static void draw_in_child(stream *into)
{
	pid_t child = fork();
	if (child == 0) {
		for (int i = 0; i < DRAWS; i++)
			(*into)[i] = rand();
		_exit(0);
	}
	if (child < 0 || waitpid(child, NULL, 0) != child)
		exit(70);
}

static int distinct(stream *streams)
{
	int count = 0;
	for (int i = 0; i < CHILDREN; i++) {
		int j = 0;
		while (j < i && memcmp(streams[i], streams[j], sizeof(stream)) != 0)
			j++;
		count += j == i;
	}
	return count;
}

static int report(void)
{
	stream *streams = mmap(NULL, CHILDREN * sizeof(stream), PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (streams == MAP_FAILED)
		return 70;
	srand(1);
	for (int i = 0; i < CHILDREN; i++)
		draw_in_child(&streams[i]);
	printf("shim=%s secure=%lu streams=%d/%d\n", shim_is_loaded(),
	       getauxval(AT_SECURE), distinct(streams), CHILDREN);
	return 0;
}

static int show_words(char **words)
{
	for (; *words; words++)
		printf("[%s]", *words);
	puts("");
	return 0;
}

static int show_fds(void)
{
	DIR *list = opendir("/proc/self/fd");
	const struct dirent *entry;
	while (list && (entry = readdir(list)))
		if (*entry->d_name != '.' && atoi(entry->d_name) != dirfd(list))
			printf("%s ", entry->d_name);
	puts("");
	return 0;
}

/* An environment with LD_PRELOAD in it twice, which no shell makes. */
static int run_with_two_lists(char **command)
{
	char *environment[] = {"LD_PRELOAD=", "A=1", "LD_PRELOAD=", NULL};
	execve(*command, command, environment);
	return 70;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	if (strcmp(what, "exit") == 0)
		return atoi(argv[2]);
	if (strcmp(what, "kill") == 0)
		return raise(atoi(argv[2]));
	if (strcmp(what, "words") == 0)
		return show_words(argv);
	if (strcmp(what, "fds") == 0)
		return show_fds();
	if (strcmp(what, "twice") == 0)
		return run_with_two_lists(argv + 2);
	return report();
}
