/* SPDX-License-Identifier: MIT */
/*
 * What a fork of this process has to copy: mappings [LIBRARY...] opens those libraries,
 * and prints how many mappings it has, how many of them are written to, and how many
 * pages are its own. Not here: what that costs (bench/library-forks.c).
 */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

struct sums {
	int mappings, written;
	long pages;
};

static int is_header(const char *line)
{
	return strspn(line, "0123456789abcdef") >= 8 && strchr(line, '-');
}

static void add(struct sums *sums, const char *line)
{
	long own = 0;

	sums->mappings += is_header(line);
	sscanf(line, "Anonymous: %ld", &own);
	sums->written += own > 0;
	sums->pages += own / 4;
}

int main(int argc, char **argv)
{
	struct sums sums = {0};
	char line[512];

	for (int i = 1; i < argc; i++)
		if (!dlopen(argv[i], RTLD_NOW | RTLD_GLOBAL))
			fprintf(stderr, "mappings: %s\n", dlerror());
	FILE *file = fopen("/proc/self/smaps", "re");
	if (!file)
		return 1;
	while (fgets(line, sizeof line, file))
		add(&sums, line);
	fclose(file);
	printf("%d %d %ld\n", sums.mappings, sums.written, sums.pages);
	return 0;
}
