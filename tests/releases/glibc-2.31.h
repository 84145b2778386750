/* SPDX-License-Identifier: MIT
 *
 * What the test programs use and glibc 2.31 (Debian 11) lacks, so that they can be built
 * there: given to the compiler with -include. Nothing of the shim is built with it.
 */
#pragma once

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <features.h>

#if __GLIBC__ == 2 && __GLIBC_MINOR__ < 34 && !defined(WITHOUT_STAND_INS)

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

/* _Fork(3) is of glibc 2.34: where a program can't call it, a test of it is one of
 * fork(3) more. */
static inline pid_t _Fork(void)
{
	return fork();
}

#ifndef SYS_close_range
#define SYS_close_range 436 /* Linux 5.9, the same on every architecture */
#endif
#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438 /* Linux 5.6, likewise */
#endif

/* strerrorname_np(3), glibc 2.32: of what the tests of connections meet. */
static inline const char *strerrorname_np(int error)
{
	switch (error) {
	case EPIPE:
		return "EPIPE";
	case EBADF:
		return "EBADF";
	case EINTR:
		return "EINTR";
	case EPERM:
		return "EPERM";
	case EUCLEAN:
		return "EUCLEAN";
	case EAGAIN:
		return "EAGAIN";
	default:
		return "another";
	}
}

/* closefrom(3), glibc 2.34. */
static inline void closefrom(int first)
{
	syscall(SYS_close_range, first, ~0U, 0);
}

#endif
