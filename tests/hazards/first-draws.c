/* SPDX-License-Identifier: MIT */
/* Two threads make the program's first draws of drand48's generator. libc takes no lock
 * there, so that both may get one number; but the stream must not begin again. Prints how
 * often its first number, 0, comes late.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { DRAWS = 400, EARLY = 3 };

static long first[DRAWS], second[DRAWS];
static volatile int ready;

static void *draw(void *values)
{
	long *to = values;
	__atomic_add_fetch(&ready, 1, __ATOMIC_SEQ_CST);
	while (ready < 2)
		;
	for (int i = 0; i < DRAWS; i++)
		to[i] = lrand48();
	return NULL;
}

int main(void)
{
	pthread_t other;
	int restarts = 0;
	if (pthread_create(&other, NULL, draw, second) != 0)
		return 2;
	draw(first);
	pthread_join(other, NULL);
	for (int i = EARLY; i < DRAWS; i++)
		restarts += (first[i] == 0) + (second[i] == 0);
	printf("%d\n", restarts);
	return 0;
}
