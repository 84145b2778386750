/* SPDX-License-Identifier: MIT */
/*
 * The objects of a recorded process, as libdwfl wants them, and names for addresses.
 */
#ifndef FORKSEED_SYMBOLS_H
#define FORKSEED_SYMBOLS_H

#include "trace.h"
#include <elfutils/libdwfl.h>

/* The process's objects, until the next call; those whose file is gone or another one by
 * now are left out. NULL when there is no memory. */
Dwfl *symbols_open(const struct records *records, uint32_t process);

/* Fills in what is known of an address: one frame, or more where functions were inlined,
 * the innermost first; how many. */
int symbols_name(Dwfl *dwfl, struct frame *frames, int room, uint64_t address);

bool symbols_is_shim(const char *object);
bool symbols_is_libc(const char *object); /* or the shim: never where a bug is */

#endif
