/* SPDX-License-Identifier: MIT
 *
 * What random(3)'s generator tells an audit when the program seeds it.
 */
#pragma once

#include "recorder/findings.h"

#include <stdlib.h>

/* A state's number for an audit: its words are many, and they are replaced. */
uint64_t additive_digest(const struct random_data *data);

/* `seed` is NULL where a state was restored. */
void additive_record_seeding(const struct random_data *data, const char *function,
			     const unsigned *seed, bool replaced);

static inline void additive_note_seeding(const struct random_data *data,
					 const char *function, const unsigned *seed,
					 bool replaced)
{
	if (findings_wanted())
		additive_record_seeding(data, function, seed, replaced);
}
