/* SPDX-License-Identifier: MIT */
/* Prints what each seeding call leads to, which must be as bare, and how many of 8
 * children draw something of their own. It takes initstate_r's address, and with
 * OWN_REENTRANT it has functions of its own that only share their names with libc's.
 */
#define _GNU_SOURCE
#include "../conformance/children.h"

#include <stdint.h>
#include <stdio.h>

enum { CHILDREN = 8, DRAWS = 4 };

#ifdef OWN_REENTRANT
int srandom_r(unsigned seed, struct random_data *data)
{
	fprintf(stderr, "own srandom_r: %u %p\n", seed, (void *)data);
	return 0;
}

int erand48_r(unsigned short x[3], struct drand48_data *data, double *result)
{
	fprintf(stderr, "own erand48_r: %u %p\n", x[0], (void *)data);
	*result = -1;
	return 0;
}

int initstate_r(unsigned seed, char *array, size_t size, struct random_data *data)
{
	fprintf(stderr, "own initstate_r: %u %p %zu %p\n", seed, (void *)array, size,
		(void *)data);
	return -1;
}
#endif

static int (*volatile taken)(unsigned, char *, size_t, struct random_data *);

static void draw(int index, void *answer)
{
	long *draws = answer;
	(void)index;
	for (int i = 0; i < DRAWS; i++)
		draws[i] = random() ^ lrand48() << 31;
}

static void say_random(void)
{
	static char array[128];
	srandom(42);
	printf("srandom %ld %d\n", random(), rand());
	char *old = initstate(43, array, sizeof array);
	printf("initstate %ld %d\n", random(), rand());
	setstate(old);
	printf("setstate %ld %d\n", random(), rand());
}

static void say_48(void)
{
	unsigned short x[7] = {1, 2, 3, 4, 5, 6, 7};
	srand48(42);
	printf("srand48 %ld %ld %a\n", lrand48(), mrand48(), drand48());
	printf("erand48 %a\n", erand48(x));
	seed48(x);
	printf("seed48 %ld %ld\n", lrand48(), nrand48(x));
	lcong48(x);
	printf("lcong48 %ld %ld\n", lrand48(), jrand48(x));
}

int main(void)
{
	size_t size = sizeof(long[DRAWS]);
	taken = initstate_r;
	printf("address taken: %d\n", taken != NULL);
	say_random();
	say_48();
	fflush(stdout);
	srandom(7);
	srand48(7);
	printf("unique %d\n",
	       different(ask_children(CHILDREN, size, draw), CHILDREN, size));
	say_random();
	say_48();
	return 0;
}
