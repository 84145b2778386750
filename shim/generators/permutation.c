/* SPDX-License-Identifier: MIT
 *
 * strfry(3) for children. glibc keeps a hidden state of type 1 for it and seeds that
 * once, so that siblings shuffle alike; children get one of the same kind in the wiped
 * page.
 */
#include "permutation.h"
#include "additive_state.h"
#include "core/lineage.h"
#include "entropy/entropy.h"
#include "libc.h"
#include "recorder/findings.h"

enum { TYPE = 1, TYPE_BYTES = (PERMUTATION_WORDS - 1) * sizeof(int32_t) };

static bool kept; /* FORKSEED_KEEP: children go on with the permutations they inherited */

/* libc's state was seeded, by the first strfry() of this process or of an ancestor: what
 * is not yet made, nobody inherits. */
static bool seeded;

static struct life *life(void)
{
	return &lineage_page->permutation;
}

static struct state_array array(void)
{
	return (struct state_array){&lineage_page->permutation_array[1], TYPE};
}

void permutation_note_libc(void)
{
	seeded = true;
}

far_away static uint64_t heal(void)
{
	uint64_t token;
	entropy_fill(array().words, TYPE_BYTES, (struct inherited){"strfry", NULL, 0});
	memcpy(&token, array().words, sizeof token);
	additive_mend(array());
	lineage_page->permutation_array[0] = TYPE; /* rear pointer 0 */
	if (seeded)
		findings_note_draw("strfry", true, NULL, 0);
	return token | 1ull << 63;
}

/* Fisher-Yates, glibc's loop. */
far_away static void shuffle(char *string, struct random_data *data)
{
	size_t length = strlen(string);
	for (size_t i = 0; i + 1 < length; i++) {
		int32_t draw;
		libc.random_r(data, &draw);
		size_t j = (size_t)draw % (length - i) + i;
		char swapped = string[i];
		string[i] = string[j];
		string[j] = swapped;
	}
}

/* The page keeps the array with the rear index in its header; the struct that
 * random_r(3) wants is laid over it for the length of a call. */
far_away static void shuffle_once(char *string)
{
	struct random_data data = {0};
	additive_place(&data, array(), lineage_page->permutation_array[0] / TYPES);
	shuffle(string, &data);
	lineage_page->permutation_array[0] =
		(int32_t)(data.rptr - data.state) * TYPES + TYPE;
}

bool permutation_is_ours(void)
{
	return !kept && life_read(life()) != ROOT;
}

far_away void permutation_apply(char *string)
{
	bool threaded = *libc_single_threaded == 0;
	uint64_t before;
	if (threaded)
		lock_take(&life()->lock);
	do {
		if (life_read(life()) < ROOT)
			life_fill(life(), heal);
		before = life_read(life());
		shuffle_once(string);
	} while (!life_is_still(life(), before));
	if (threaded)
		lock_drop(&life()->lock);
}

void permutation_start(bool keep)
{
	kept = keep;
	atomic_store(&life()->word, ROOT);
}
