/* SPDX-License-Identifier: MIT
 *
 * What pthread_atfork(3) calls in glibc: it starts the shim, so that our handlers come
 * first. The handlers themselves are in starting.c.
 */
#include "generators/libc.h"
#include "start.h"

#include <errno.h>

/* Our handlers are registered before everybody's, so they are the
 * last to run before a fork and the first in the child. */
int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void),
		      void *object)
{
	(void)steps_aside(&aside.__register_atfork);
	return next.__register_atfork
		       ? next.__register_atfork(prepare, parent, child, object)
		       : ENOSYS;
}
