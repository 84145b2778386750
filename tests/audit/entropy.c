/* SPDX-License-Identifier: MIT */
/*
 * Three children that shut themselves into a sandbox in which getrandom(2) is refused,
 * and then use a generator. Usage: entropy random|drand48|strfry|nothing. Prints what
 * they drew, one a line.
 */
#include "../hazards/filters.h"

static long draw(const char *generator)
{
	char text[] = "abcdefghijklmnopqrstuvwxyz";
	if (strcmp(generator, "random") == 0)
		return random();
	if (strcmp(generator, "drand48") == 0)
		return lrand48();
	if (strcmp(generator, "strfry") == 0) {
		long number;
		memcpy(&number, strfry(text), sizeof number);
		return number;
	}
	return getpid();
}

static void work(const char *generator)
{
	char line[64];
	if (filter_call(SYS_getrandom, FILTER_ERROR(EPERM), 0) < 0)
		_exit(9);
	int length = snprintf(line, sizeof line, "%lx\n", draw(generator));
	_exit(write(1, line, (size_t)length) != length);
}

int main(int count, char **words)
{
	int status, bad = 0;
	if (count != 2)
		return 2;
	srandom(42);
	srand48(42);
	draw("strfry"); /* which seeds itself */
	for (int i = 0; i < 3; i++)
		if (fork() == 0)
			work(words[1]);
	while (wait(&status) > 0)
		bad |= status;
	return bad != 0;
}
