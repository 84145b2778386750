/* SPDX-License-Identifier: MIT
 *
 * Whether memory that somebody else names can be read, asked before it is: a fault would
 * be the program's death. What is asked for more than a word is its callers' matter.
 */
#pragma once

#include "memcheck.h"

#include PROCESSOR_FILE

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>

enum { READABLE_WORD = 8 }; /* bytes */

/* Under valgrind, which says that it knows no such request for a mask: an entry is read
 * for an epoll set that is none (EBADF). */
static inline bool readable_word_quietly(uintptr_t at)
{
	enum { ADD = 1, NO_FILE = -1, ENTRY = 16 }; /* EPOLL_CTL_ADD; bytes */
	memcheck_hush(1);
	long result = raw_syscall(SYS_epoll_ctl, NO_FILE, ADD, NO_FILE,
				  (long)(at & -(uintptr_t)ENTRY));
	memcheck_hush(-1);
	return result == -EBADF;
}

/* The word at that address. rt_sigprocmask(2) reads it and refuses what it is asked to do
 * with it (EINVAL). glibc's fork makes the same call (2.34 and later), so that no sandbox
 * in which a program forks can object. At NULL it reads nothing and refuses
 * nothing. Safe anywhere; errno is kept. */
static inline bool readable_word(uintptr_t at)
{
	enum { NOTHING = -1 };
	if (memcheck_is_there())
		return readable_word_quietly(at);
	return raw_syscall(SYS_rt_sigprocmask, NOTHING, (long)at, 0, READABLE_WORD) ==
	       -EINVAL;
}
