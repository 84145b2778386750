/* SPDX-License-Identifier: MIT
 *
 * Which process this is, without asking the kernel each time. Safe anywhere.
 */
#pragma once

#include <stdbool.h>

/* Its pid; its parent's, as far as it is known. */
int process_self(void);
int process_parent(void);

/* Its pid where it has asked before, or 0: no system call. */
int process_if_known(void);

/* A child of vfork(2) has our memory, but descriptors of its own. It is known by another
 * pid than that of the process that it is made in, which therefore asks before. */
bool process_is_vfork_child(void);
