/* SPDX-License-Identifier: MIT
 *
 * The module's beginning in a process.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct locks_settings {
	bool heals, mutexes, warns;
	bool wiped;    /* the kernel wipes the gate in children */
	int64_t bound; /* nanoseconds that a fork waits at most */
};

/* Finds what lies behind the hooks and reads the settings, unless that has been done.
 * True when calls are to be noted. Safe from anywhere: preloaded constructors run late,
 * and any hook may come first. */
bool locks_start_once(void);

/* Registers for forks as well. Whoever registers earlier has its handlers run nearer to
 * the fork: that is for an allocator, whose locks others need to get out. It does so when
 * its first memory is asked for, before any constructor. */
void locks_register_once(void);

/* Only the first. */
void locks_find_once(void);

/* After it. */
const struct locks_settings *locks_settings(void);

/* In a child that no handler has seen. */
void locks_in_child(void);

/* Without membarrier(2), and under warn: see ALWAYS_LOOK. */
extern bool locks_always_look;
