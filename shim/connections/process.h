/* SPDX-License-Identifier: MIT
 *
 * Which process this is, without asking the kernel each time. Safe anywhere.
 */
#pragma once

#include <stdbool.h>

/* Its pid; its parent's, as far as it is known. */
int process_self(void);
int process_parent(void);

/* A child of vfork(2) has our memory, but descriptors of its own. */
bool process_is_vfork_child(void);
