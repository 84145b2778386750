/* SPDX-License-Identifier: MIT
 *
 * Which descriptors are open, and which of them are sockets that were so when the program
 * was executed. Safe anywhere.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { OPEN_FIRST = 3 }; /* stdin, stdout and stderr are never touched */

/* Visits the open ones below `most`; whoever leaves a gap of 64 above `highest` has the
 * rest left alone. */
void open_visit(void (*visit)(int fd), int highest, int most);

/* At the program's start: remembers the sockets that are open, up to 64. */
void open_hand_on(int most);

/* By their cookies. */
bool open_was_handed_on(uint64_t cookie);
