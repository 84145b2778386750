/* SPDX-License-Identifier: MIT
 *
 * Whether dlopen(3) would find something else for another caller (elf/dl-load.c,
 * _dl_map_object): by RUNPATH, RPATH, $ORIGIN, or in another namespace.
 */
#pragma once

#include <stdbool.h>

/* `caller`: an address in its code. In doubt true. Takes the dynamic linker's lock. */
bool caller_matters(const char *file, const void *caller);
