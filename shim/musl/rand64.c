/* SPDX-License-Identifier: MIT
 *
 * rand(3) and srand(3) of musl, on a state of our own that begins as musl's does. In a
 * child the first draw fills all of it.
 */
#include "rand64.h"
#include "core/compiler.h"
#include "core/lineage.h"
#include "entropy/entropy.h"
#include "generators/clock_seed.h"

static bool kept; /* FORKSEED_KEEP: children go on with the stream they inherited */
static uint64_t state = RAND64_FIRST;

static struct life *life(void)
{
	return &lineage_page->permutation;
}

seldom static uint64_t heal(void)
{
	uint64_t fresh[2]; /* the state, and the token that marks it as our own */
	if (kept)
		return lineage_token();
	entropy_fill(fresh, sizeof fresh,
		     (struct inherited){"rand", &state, sizeof state});
	state = fresh[0];
	return fresh[1] | 1ull << 63;
}

int rand64_draw(void)
{
	for (;;) {
		uint64_t before = life_read(life());
		if (unlikely(before < ROOT)) {
			life_fill(life(), heal);
			continue;
		}
		int value = rand64_step(&state);
		if (likely(life_is_still(life(), before)))
			return value;
		life_void(life());
	}
}

/* As lcg48_srand48(): what a handler that forked in between leaves to the child is its
 * parent's. */
seldom void rand64_seed(unsigned seed)
{
	uint64_t me = lineage_epoch(), begun = life_begin(life());
	state = seed - 1;
	bool is_ours = life_commit(life(), begun, lineage_token());
	if ((!is_ours && lineage_epoch() != me) || clock_seed_is(seed))
		life_void(life());
}

void rand64_start(bool keep)
{
	kept = keep;
	atomic_store(&life()->word, ROOT);
}
