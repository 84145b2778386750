/* SPDX-License-Identifier: MIT */
/* Prints what two children draw from the parent's seed, and then the parent. With
 * -DPREINIT the shim is reached from .preinit_array, before libc knows its environment
 * (ThreadSanitizer does so too); with -DCLEARED from a constructor that has just cleared
 * it.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/wait.h>
#include <unistd.h>

static inline void reach(void)
{
#ifdef CLEARED
	clearenv();
#endif
	(void)random();
}

#ifdef PREINIT
static void before_all(void)
{
	reach();
}
__attribute__((section(".preinit_array"),
	       used)) static void (*const first)(void) = before_all;
#else
__attribute__((constructor)) static void before_main(void)
{
	reach();
}
#endif

int main(void)
{
	srandom(42);
	for (int i = 0; i < 2; i++) {
		fflush(stdout);
		if (fork() == 0) {
			printf("%ld ", random());
			fflush(stdout);
			_exit(0);
		}
		wait(NULL);
	}
	printf("%ld secure=%lu\n", random(), getauxval(AT_SECURE));
	return 0;
}
