/* SPDX-License-Identifier: MIT
 *
 * For those who look at all slots: the fork, and the start. Safe anywhere.
 */
#pragma once

#include "gate.h"

/* The slots from this number on were never anyone's. */
uint32_t slots_used(void);

/* Frees the slot of a thread that has ended, wherever it was then. */
void slot_take_back_dead(struct slot *slot);
