/* SPDX-License-Identifier: MIT */
/*
 * While a report is made, however it ends is told: elfutils ends the process where it has
 * no memory, or falls over it.
 */
#ifndef FORKSEED_BUSY_H
#define FORKSEED_BUSY_H

/* From here on an end of the process that is not ours is a line and status 125. Once. */
void busy_begin(void);

/* The report is made, or an error is told. */
void busy_end(void);

#endif
