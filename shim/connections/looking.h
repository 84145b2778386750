/* SPDX-License-Identifier: MIT
 *
 * One thread of a process at a time looks at its descriptors. Safe anywhere.
 */
#pragma once

#include <stdbool.h>

/* True when the look is this thread's. Another one's is waited for, since the child that
 * is about to be made needs what it finds; an interrupted call of this thread is not. */
bool looking_begin(void);
void looking_end(void);
