/* SPDX-License-Identifier: MIT
 *
 * Which process this is, without asking the kernel each time, by a name that no other of
 * its fork tree has: its pid alone is another process's in another pid namespace. Safe
 * anywhere.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The pid, and above it a number of the pid namespace (pid_namespaces(7)) that it is of:
 * 0 where the tree began. 0 is nobody's name. */
static inline int process_pid(uint64_t process)
{
	return (int)(uint32_t)process;
}

static inline uint32_t process_space(uint64_t process)
{
	return (uint32_t)(process >> 32);
}

/* This one; its parent, as far as it is known. */
uint64_t process_self(void);
uint64_t process_parent(void);

/* This one where it has asked before, or 0: no system call. */
uint64_t process_if_known(void);

/* A child of vfork(2) has our memory, but descriptors of its own. It is known by another
 * pid than that of the process that it is made in, which therefore asks before. */
bool process_is_vfork_child(void);
