/* SPDX-License-Identifier: MIT
 *
 * drand48(3), lrand48(3), mrand48(3) and their seeding; the usual draw is in
 * lcg48_draw.h. In a child the first draw fills the 48 bits of X; multiplier and addend
 * stay as the program set them.
 */
#include "lcg48.h"
#include "clock_seed.h"
#include "core/lineage.h"
#include "entropy/entropy.h"
#include "generators/libc.h"
#include "lcg48_draw.h"
#include "recorder/findings.h"

static bool kept; /* FORKSEED_KEEP: children go on with the stream they inherited */
static struct drand48_data own_data; /* where libc's can't be located */
struct drand48_data *_Atomic lcg48_data;

static struct life *life(void)
{
	return &lineage_page->lcg48;
}

/* Not at the start: a page less to touch. Threads may do this at once. */
seldom static void locate(void)
{
	struct drand48_data *located = libc_drand48_data();
	if (!located && !own_data.__init)
		own_data = (struct drand48_data){
			.__a = 0x5deece66d, .__c = 0xb, .__init = 1};
	lcg48_data = located ? located : &own_data;
}

static inline struct drand48_data *state(void)
{
	struct drand48_data *now =
		atomic_load_explicit(&lcg48_data, memory_order_relaxed);
	if (likely(now))
		return now;
	locate();
	return lcg48_data;
}

static inline uint64_t fill(void)
{
	uint64_t fresh[2]; /* X, and the token that marks it as this process's own */
	struct drand48_data *now = state();
	entropy_fill(fresh, sizeof fresh,
		     (struct inherited){"drand48", now, sizeof *now});
	lcg48_store(now, lcg48_load(now), fresh[0]);
	return fresh[1] | 1ull << 63;
}

/* A state's number for an audit. */
static uint64_t digest(void)
{
	return findings_digest(state(), sizeof(struct drand48_data));
}

far_away static void note_seeding(const char *function, const long *seed, bool replaced)
{
	uint64_t now = digest();
	findings_seeded(&(struct seeding){"drand48", function, seed != NULL,
					  seed ? (uint32_t)*seed : 0, replaced, &now,
					  sizeof now, false});
}

seldom static uint64_t heal(void)
{
	uint64_t old = findings_wanted() ? digest() : 0;
	uint64_t token = kept ? lineage_token() : fill();
	findings_note_draw("drand48", !kept, &old, sizeof old);
	return token;
}

seldom int64_t lcg48_draw_slowly(void)
{
	struct drand48_data *now =
		state(); /* before heal() needs it: less stack at a time */
	for (;;) {
		uint64_t before = life_read(life());
		if (before < ROOT) {
			life_fill(life(), heal);
			continue;
		}
		int64_t value = lcg48_step(now);
		if (life_is_still(life(), before))
			return value;
		life_void(life());
	}
}

/* Closes a seeding: false when it must be done again, because a handler of this process
 * drew in the middle. When a handler forked, the seed is the parent's. */
seldom static bool seeded(uint64_t me, uint64_t begun)
{
	if (life_commit(life(), begun, lineage_token()))
		return true;
	if (lineage_epoch() == me)
		return false;
	life_void(life());
	return true;
}

seldom void lcg48_srand48(long seed)
{
	uint64_t me = lineage_epoch(), begun;
	do {
		begun = life_begin(life());
		libc.srand48_r(seed, state());
	} while (!seeded(me, begun));
	bool replaced = clock_seed_is((uint32_t)seed);
	if (replaced)
		life_void(life());
	if (findings_wanted())
		note_seeding("srand48", &seed, replaced);
}

far_away static unsigned short *seed_and_hand_out(unsigned short *x)
{
	uint64_t me = lineage_epoch(), begun;
	do {
		begun = life_begin(life());
		libc.seed48_r(x, state());
	} while (!seeded(me, begun));
	if (findings_wanted())
		note_seeding("seed48", NULL, false);
	return state()->__old_x;
}

/* seed48() hands out the old X, which a program may put back later: it must not be one
 * that siblings have as well. (Apart, since both halves want stack.) */
far_away unsigned short *lcg48_seed48(unsigned short *x)
{
	(void)state();
	if (life_read(life()) < ROOT)
		life_fill(life(), heal);
	return seed_and_hand_out(x);
}

far_away void lcg48_lcong48(unsigned short *parameters)
{
	uint64_t me = lineage_epoch(), begun;
	do {
		begun = life_begin(life());
		libc.lcong48_r(parameters, state());
	} while (!seeded(me, begun));
	if (findings_wanted())
		note_seeding("lcong48", NULL, false);
}

struct drand48_data *lcg48_parameters(void)
{
	return state();
}

void lcg48_start(bool keep)
{
	kept = keep;
	atomic_store(&life()->word, ROOT);
}
