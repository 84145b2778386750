/* SPDX-License-Identifier: MIT
 *
 * Whether memory that somebody else names can be read, asked before it is: a fault would
 * be the program's death. What is asked for more than a word is its callers' matter.
 */
#pragma once

#include PROCESSOR_FILE

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>

enum { READABLE_WORD = 8 }; /* bytes */

/* The word at that address. rt_sigprocmask(2) reads it and refuses what it is asked to do
 * with it (EINVAL). glibc's fork makes the same call (2.34 and later), so that no sandbox
 * in which a program forks can object. At NULL it reads nothing and refuses
 * nothing. Safe anywhere; errno is kept. */
static inline bool readable_word(uintptr_t at)
{
	enum { NOTHING = -1 };
	return raw_syscall(SYS_rt_sigprocmask, NOTHING, (long)at, 0, READABLE_WORD) ==
	       -EINVAL;
}
