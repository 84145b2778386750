/* SPDX-License-Identifier: MIT
 *
 * A forked child's pid without asking for it: a sandbox in which a program forks may kill
 * for getpid(2).
 */
#pragma once

#include <stdint.h>

/* Where in a thread's descriptor libc notes its id; 0 where that is not known. In the
 * parent, once. */
uint32_t own_pid_place(void);

/* That note of a thread, whose pthread_self(3) is given. In the child of fork(3) and
 * _Fork(3) it is the pid; in one of clone(2) it still is that of the thread that made it.
 * Safe anywhere. */
int32_t own_pid_noted(uint32_t place, uintptr_t thread);
