/* SPDX-License-Identifier: MIT
 *
 * The module's beginning and end in a process.
 */
#pragma once

#include <stdbool.h>

/* Reads the settings and switches on what they ask for, unless that has been done. Safe
 * from anywhere: preloaded constructors run late, and any hook may come first. */
void connections_start_once(void);

/* True when the process's destructors are being run. */
bool connections_are_ending(void);
