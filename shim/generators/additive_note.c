/* SPDX-License-Identifier: MIT
 *
 * Telling an audit of seedings: apart, because most programs are never audited.
 */
#include "additive_note.h"
#include "additive_state.h"

void additive_record_seeding(const struct random_data *data, const char *function,
			     const unsigned *seed, bool replaced)
{
	uint32_t words[MOST_WORDS + 1];
	size_t size = additive_describe(data, words);
	findings_seeded(&(struct seeding){"random", function, seed != NULL,
					  seed ? *seed : 0, replaced, words, size});
}
