/* SPDX-License-Identifier: MIT
 *
 * The module's beginning in a process.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct locks_settings {
	bool heals, mutexes, warns;
	int64_t bound; /* nanoseconds that a fork waits at most */
};

/* Finds what lies behind the hooks, reads the settings and registers for forks, unless
 * that has been done. True when calls are to be noted. Safe from anywhere: preloaded
 * constructors run late, and any hook may come first. */
bool locks_start_once(void);

/* Only the first. */
void locks_find_once(void);

/* After it. */
const struct locks_settings *locks_settings(void);

/* In a child that no handler has seen. */
void locks_in_child(void);
