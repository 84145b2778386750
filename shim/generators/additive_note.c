/* SPDX-License-Identifier: MIT
 *
 * Telling an audit of seedings: apart, because most programs are never audited.
 */
#include "additive_note.h"
#include "additive_state.h"

uint64_t additive_digest(const struct random_data *data)
{
	uint64_t parts[] = {findings_digest(data->state, additive_size(data)),
			    additive_rear(data)};
	return findings_digest(parts, sizeof parts);
}

void additive_record_seeding(const struct random_data *data, const char *function,
			     const unsigned *seed, bool replaced)
{
	uint64_t digest = additive_digest(data);
	findings_seeded(&(struct seeding){"random", function, seed != NULL,
					  seed ? *seed : 0, replaced, &digest,
					  sizeof digest, false});
}
