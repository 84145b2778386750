/* SPDX-License-Identifier: MIT
 *
 * FORKSEED_LOCKS=warn: nobody waits. A fork notes who was inside, in memory that the
 * child inherits; a child that then needs the same lock is told of. Safe wherever the
 * recorder is.
 */
#pragma once

#include "gate.h"

/* Before a fork, in the thread that forks, whose slot it is; NULL: there is no other
 * thread. And in the parent after it. */
void warn_before_fork(const struct slot *own);
void warn_after_fork(const struct slot *own);

/* In a new child, before the gate's state is zeroed. */
void warn_in_child(void);

/* In a child of a process that noted; there threads get no slots. */
bool warn_is_child(void);

/* It calls the function; NULL is none. */
void warn_call(const char *function);
