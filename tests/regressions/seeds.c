/* SPDX-License-Identifier: MIT */
/* Prints what a child draws from its parent's array: after seeding it again in three
 * ways, which must be as bare, and as inherited, which must not; then drand48()'s zero in
 * each rounding mode, in the parent and in a child.
 */
#define _GNU_SOURCE
#include <fenv.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char array[128], other[128];

static void initialise_and_set(void)
{
	initstate(42, array, sizeof array);
	setstate(array);
}

static void initialise_and_return(void)
{
	initstate(42, array, sizeof array);
	setstate(other);
	setstate(array);
}

static void seed_and_set(void)
{
	srandom(42);
	setstate(array);
}

static void inherit(void)
{
	setstate(array);
}

static void say_zero(const char *who)
{
	static const int modes[] = {FE_TONEAREST, FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO};
	unsigned short none[7] = {0};
	for (int i = 0; i < 4; i++) {
		fesetround(modes[i]);
		lcong48(none);
		double zero = drand48(), zero_of_own = erand48(none);
		fesetround(FE_TONEAREST);
		printf("zero, %s, mode %d: %a %a\n", who, i, zero, zero_of_own);
	}
}

static void in_child(const char *what, void (*prepare)(void))
{
	fflush(stdout);
	if (fork() == 0) {
		alarm(20);
		prepare();
		printf("%s: %ld %ld", what, random(), random());
		printf(" %ld %ld\n", random(), random());
		say_zero("child");
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
}

int main(void)
{
	initstate(2, other, sizeof other);
	initstate(1, array, sizeof array);
	setstate(array);
	in_child("initstate, setstate", initialise_and_set);
	in_child("initstate, away and back", initialise_and_return);
	in_child("srandom, setstate", seed_and_set);
	in_child("inherited", inherit);
	printf("parent: %ld\n", random());
	say_zero("parent");
	return 0;
}
