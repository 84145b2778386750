/* SPDX-License-Identifier: MIT
 *
 * Between a call that makes a descriptor and the note of what it is, no other thread may
 * fork: the child would take a connection of its parent's for something else. A fork
 * waits for such calls, and they for a fork, in both cases not for long: a handler may
 * have interrupted the one that is waited for. Safe anywhere; two words in the wiped
 * page, so that a child finds the gate open.
 */
#pragma once

/* Around a call that makes a descriptor. */
void gate_enter(void);
void gate_leave(void);

/* Around a fork, in the parent. */
void gate_close(void);
void gate_open(void);
