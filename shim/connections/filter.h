/* SPDX-License-Identifier: MIT
 *
 * Whether the program has put a filter of system calls on itself (seccomp(2)) since it
 * was executed. The kernel can't be asked: the filter may kill for the question. Hence
 * the hooks of the two functions that a filter is installed by; one that was installed
 * otherwise is not known of. From then on nothing is asked of the kernel that the program
 * does not ask itself. Safe anywhere.
 */
#pragma once

#include <stdbool.h>

bool filter_is_on(void);

/* For ever, and for the children. A child of vfork(2) has put it on itself alone, and
 * says so in its parent's memory, as it can't ask who it is any more. */
void filter_put_on(bool in_vfork_child);

/* Whoever forks is no such child: its own was over when it went on. */
void filter_left_child(void);
