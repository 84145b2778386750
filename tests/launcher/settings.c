/* SPDX-License-Identifier: MIT */
/*
 * Eight forked children draw from each generator, and from one that they seed with the
 * second in which the program began. Prints in one line how many distinct streams each
 * gave; with "numbers", every number of random's and drand48's instead, which depend on
 * nothing but the shim.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

char *strfry(char *string); /* of _GNU_SOURCE; musl has none */

enum { CHILDREN = 8, DRAWS = 8 };
typedef long stream[DRAWS];

static time_t beginning;

static void draw_random(stream into)
{
	for (int i = 0; i < DRAWS; i++)
		into[i] = random();
}

static void draw_drand48(stream into)
{
	for (int i = 0; i < DRAWS; i++)
		into[i] = mrand48();
}

static void draw_strfry(stream into)
{
	char text[sizeof(stream) + 1];
	for (size_t i = 0; i < sizeof(stream); i++)
		text[i] = (char)('!' + i);
	text[sizeof(stream)] = 0;
	memcpy(into, strfry(text), sizeof(stream));
}

static void draw_clock(stream into)
{
	srandom((unsigned)beginning);
	draw_random(into);
}

static const struct generator {
	const char *name;
	void (*draw)(stream into);
} generators[] = {
	{"random", draw_random},
	{"drand48", draw_drand48},
	{"strfry", draw_strfry},
	{"clock", draw_clock},
};
enum { GENERATORS = sizeof generators / sizeof *generators };

/* One child draws from all of them: keeping one must not disturb another. */
static void draw_in_child(stream *into)
{
	pid_t child = fork();
	if (child == 0) {
		for (int i = 0; i < GENERATORS; i++)
			generators[i].draw(into[i]);
		_exit(0);
	}
	if (child < 0 || waitpid(child, NULL, 0) != child)
		exit(70);
}

static int distinct(stream streams[][GENERATORS], int generator)
{
	int count = 0;
	for (int i = 0; i < CHILDREN; i++) {
		int j = 0;
		while (j < i && memcmp(streams[i][generator], streams[j][generator],
				       sizeof(stream)) != 0)
			j++;
		count += j == i;
	}
	return count;
}

static void print_numbers(stream streams[][GENERATORS])
{
	for (int i = 0; i < CHILDREN; i++)
		for (int generator = 0; generator < 2; generator++)
			for (int j = 0; j < DRAWS; j++)
				printf("%ld ", streams[i][generator][j]);
	puts("");
}

static void print_counts(stream streams[][GENERATORS])
{
	for (int i = 0; i < GENERATORS; i++)
		printf("%s%s=%d", i ? " " : "", generators[i].name, distinct(streams, i));
	puts("");
}

int main(int argc, char **argv)
{
	stream(*streams)[GENERATORS] =
		mmap(NULL, CHILDREN * sizeof *streams, PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	stream first;
	if (streams == MAP_FAILED)
		return 70;
	beginning = time(NULL);
	srandom(1);
	srand48(1);
	draw_strfry(first); /* it seeds itself at its first use */
	for (int i = 0; i < CHILDREN; i++)
		draw_in_child(streams[i]);
	if (argc > 1 && strcmp(argv[1], "numbers") == 0)
		print_numbers(streams);
	else
		print_counts(streams);
	return 0;
}
