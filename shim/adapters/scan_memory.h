/* SPDX-License-Identifier: MIT
 *
 * This process's private, writable memory, as far as it is there: pages that nobody has
 * written to are not touched. Copied by the kernel, so that another thread may unmap what
 * is being looked at.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False under a seccomp filter: what is needed here may be a reason to be killed. */
bool memory_may_be_asked_for(void);

/* Calls `visit` for each piece; pieces overlap by `overlap` words, so that what is no
 * longer lies whole in one. One thread at a time. */
typedef void memory_visit(uintptr_t at, const uint64_t *words, size_t count);
void memory_walk(size_t overlap, memory_visit *visit);

/* All of it, or false. */
bool memory_read(uintptr_t at, uint64_t *words, size_t count);
bool memory_write(uintptr_t at, const uint64_t *words, size_t count);
