/* SPDX-License-Identifier: MIT
 *
 * Writing a pointer into a loaded object where the dynamic linker has made it read-only
 * after relocating it (PT_GNU_RELRO). What was read-only is so again afterwards.
 */
#pragma once

#include <link.h>
#include <stdbool.h>
#include <stdint.h>

struct seal {
	uintptr_t begin, end; /* in pages; none where both are the same */
	bool is_opened;
};

struct seal seal_of(const struct dl_phdr_info *object);

/* False where it can't be written to. Atomic: other threads may be reading it. */
bool seal_write(struct seal *seal, void *place, const void *value);

void seal_close(struct seal *seal);
