/* SPDX-License-Identifier: MIT
 *
 * The fork's side of the gate, in the thread that forks. Calls may be nested, as a signal
 * handler may fork. Safe anywhere; errno is kept.
 */
#pragma once

/* Closes the gate and waits, bounded, until no other thread is inside. */
void fork_close(void);

/* In the parent, after the fork or its failure. */
void fork_open(void);

/* In a child: gives back what was kept from others, and does what the kernel does not. */
void fork_in_child(void);
