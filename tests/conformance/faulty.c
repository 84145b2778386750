/* SPDX-License-Identifier: MIT */
/* A shared object with every property that the shim must not have; exports.sh shows with
 * it that each of its checks can fail.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

extern long syscall(long number, ...);
extern __thread int faulty_tls;
__thread int faulty_tls;

static void *run(void *unused)
{
	return unused;
}

/* pthread_create moved into libc with version GLIBC_2.34. */
long syscall(long number, ...)
{
	pthread_t thread;
	void *memory = malloc((size_t)number);
	printf("%d %d\n", faulty_tls, pthread_create(&thread, NULL, run, memory));
	return 0;
}
