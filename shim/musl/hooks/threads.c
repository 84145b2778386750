/* SPDX-License-Identifier: MIT
 *
 * A thread that is made makes draws take a lock. (glibc keeps a flag for it.)
 */
#include "generators/libc.h"
#include "start.h"

#include <errno.h>

/* glibc before 2.34 may have loaded its threads later than this shim. */
int pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict how,
		   void *(*start)(void *), void *restrict argument)
{
	(void)steps_aside(&aside.pthread_create);
	libc_distrust_flag();
	if (!next.pthread_create)
		libc_find();
	return next.pthread_create ? next.pthread_create(thread, how, start, argument)
				   : EAGAIN;
}

int thrd_create(thrd_t *thread, thrd_start_t start, void *argument)
{
	(void)steps_aside(&aside.thrd_create);
	libc_distrust_flag();
	return next.thrd_create ? next.thrd_create(thread, start, argument) : thrd_error;
}
