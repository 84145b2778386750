/* SPDX-License-Identifier: MIT
 *
 * For those who look at all slots: the fork, and the start. Safe anywhere.
 */
#pragma once

#include "gate.h"

/* The slots from this number on were never anyone's. */
uint32_t slots_used(void);

/* In a new child, which has been wiped: opens the gate, and says whose slot this is, its
 * calling thread's. False when the process is not to have one, but to be told of. */
bool slot_settle(struct slot *slot);

/* True in a child of a process in which several threads came here: one of them may have
 * been in the dynamic linker, whose lock nobody will give back. */
bool slots_loader_may_be_held(void);

/* Frees the slot of a thread that has ended, wherever it was then. */
void slot_take_back_dead(struct slot *slot);
