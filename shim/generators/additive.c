/* SPDX-License-Identifier: MIT
 *
 * random(3) and rand(3), on libc's own state under our own lock: draws (the usual one is
 * in additive_draw.h), and all else through glibc's *_r functions. In a child the first
 * draw fills the whole state.
 *
 * A child may have been forked while another thread was anywhere in here, or by a signal
 * handler that interrupted its own thread anywhere in here. So a child repairs the struct
 * before it uses it, and what was begun before a fork is void after it (lineage.h).
 */
#include "additive.h"
#include "additive_draw.h"
#include "additive_note.h"
#include "additive_state.h"
#include "arrays.h"
#include "clock_seed.h"
#include "core/lineage.h"
#include "entropy/entropy.h"
#include "generators/libc.h"

/* Before the start, and where libc's struct can't be located: a state of our own. */
static struct random_data own_data;
static int32_t own_array[32];
struct random_data *additive_data = &own_data;

static bool kept; /* FORKSEED_KEEP: children go on with the stream they inherited */
static struct state_array built_in; /* libc's table, current when the program began */

/* While initstate or setstate runs: the array that was current before, as address << 3 |
 * type, in one word that is never half written. Otherwise 0. */
static _Atomic uint64_t leaving;

static struct life *life(void)
{
	return &lineage_page->additive;
}

static bool threaded(void)
{
	return *libc_single_threaded == 0;
}

seldom static int32_t step_congruential(void)
{
	uint32_t word;
	memcpy(&word, additive_data->state, sizeof word);
	word = (word * 1103515245 + 12345) & 0x7fffffff;
	memcpy(additive_data->state, &word, sizeof word);
	return (int32_t)word;
}

static bool is_congruential(void)
{
	return additive_data->rand_type == 0;
}

/* Which array is current in a child that inherited the struct, perhaps half changed? */
static struct state_array current_array(void)
{
	uint64_t before = atomic_load(&leaving);
	if (before)
		return (struct state_array){(int32_t *)(uintptr_t)(before >> 3),
					    before & 7};
	if (!additive_is_whole(additive_data))
		return built_in;
	return (struct state_array){additive_data->state, additive_data->rand_type};
}

seldom static void repair(void)
{
	struct state_array array = current_array();
	additive_place(additive_data, array, additive_data->rptr - array.words);
	if (atomic_load(&leaving)) /* a store would copy a page of the shim's */
		atomic_store(&leaving, 0);
}

/* Fills the current array, in place: the stack may be small. (A handler that draws in
 * between has filled it, too; then the commit fails and we start over.) */
static inline void fill(void)
{
	uint32_t rear = additive_rear(additive_data);
	struct inherited old = {"random", additive_data->state,
				additive_size(additive_data)};
	entropy_fill_knowing(additive_data->state, old.size, &old, &rear);
	additive_mend(
		(struct state_array){additive_data->state, additive_data->rand_type});
}

seldom static uint64_t heal(void)
{
	repair();
	uint64_t digest = findings_wanted() ? additive_digest(additive_data) : 0;
	if (!kept)
		fill();
	findings_note_draw("random", !kept, &digest, sizeof digest);
	return kept ? lineage_token() : additive_token(additive_data);
}

far_away static void wait_for_lock(void)
{
	bias_answer(&lineage_page->bias, additive_key(life_read(life())));
	lock_wait(&life()->lock);
}

/* Returns the life word. (A child that has no thread pointer may come so far.) */
static uint64_t take_lock(struct lineage_page *page)
{
	if (unlikely(!lock_try(&page->additive.lock)))
		wait_for_lock();
	uint64_t before = life_read(&page->additive);
	if (unlikely(bias_is_owned(&page->bias)))
		bias_settle(&page->bias, additive_key(before));
	return before;
}

static void enter(void)
{
	if (threaded())
		take_lock(lineage_page);
}

far_away void additive_forbid_bias(void)
{
	bias_forbid(&lineage_page->bias, additive_key(life_read(life())));
}

static void leave(void)
{
	/* Also when a thread was born meanwhile: a free lock may be freed. */
	lock_drop(&life()->lock);
}

static long draw_once(void)
{
	for (;;) {
		uint64_t before = life_read(life());
		if (before < ROOT) {
			life_fill(life(), heal);
			continue;
		}
		long value = is_congruential() ? step_congruential()
					       : additive_step(additive_data);
		if (life_is_still(life(), before))
			return value;
		life_void(life());
	}
}

seldom static long draw_seldom(void)
{
	enter();
	long value = draw_once();
	leave();
	return value;
}

/* The usual draw of a process with threads, but for the one to which the lock leans. */
static long draw_locked(struct lineage_page *page)
{
	struct life *mine = &page->additive;
	uint64_t before = take_lock(page);
	bool usual = before >= ROOT && !is_congruential();
	long value = likely(usual) ? additive_step(additive_data) : -1;
	bool still = life_is_still(mine, before);
	if (PROCESSOR_LEANS && likely(usual && still))
		bias_note(&page->bias, additive_key(before));
	lock_drop(&mine->lock);
	if (likely(usual && still))
		return value;
	if (usual)
		life_void(mine);
	return draw_seldom();
}

long additive_draw_slowly(void)
{
	return likely(threaded()) ? draw_locked(lineage_page) : draw_seldom();
}

/* Opens a change of the state by the program; in a child that inherited it, the struct is
 * made whole first, because glibc's functions follow its pointers. They work on a copy: a
 * signal handler that forks and draws in the child must not change the struct under them.
 */
seldom static uint64_t begin(struct random_data *copy, uint64_t *me)
{
	uint64_t begun;
	do { /* a handler may fork in between: both must be of one process */
		*me = lineage_epoch();
		begun = life_begin(life());
	} while (lineage_epoch() != *me);
	if (begun == FILLING)
		repair();
	*copy = *additive_data;
	return begun;
}

seldom void additive_seed(unsigned seed)
{
	struct random_data copy;
	enter();
	uint64_t me, begun = begin(&copy, &me);
	libc.srandom_r(seed, &copy);
	*additive_data = copy;
	bool replaced = clock_seed_is(seed);
	if (!life_commit(life(), begun, lineage_token()) || replaced)
		life_void(life());
	leave();
	additive_note_seeding(additive_data, "srandom", &seed, replaced);
}

/* Makes another array current: remembers whose the old one is, and publishes it while the
 * struct is in between. When a fork came between, the new array holds what the parent's
 * holds. */
far_away static char *move(const struct random_data *copy, uint64_t me, uint64_t begun,
			   bool honoured)
{
	char *old = (char *)(additive_data->state - 1);
	uint64_t type = (uint64_t)additive_data->rand_type;
	arrays_note(old, begun == FILLING ? ARRAYS_ANCESTORS : me);
	atomic_store(&leaving, (uint64_t)(uintptr_t)additive_data->state << 3 | type);
	*additive_data = *copy;
	atomic_store(&leaving, 0);
	if (!life_commit(life(), begun, lineage_token()) || !honoured)
		life_void(life());
	return old;
}

/* A refused call changes nothing: an inherited state stays inherited. */
far_away static void refuse(uint64_t begun)
{
	if (begun == FILLING || life_read(life()) != begun)
		life_void(life());
}

far_away char *additive_initstate(unsigned seed, char *array, size_t size)
{
	struct random_data copy;
	char *old = NULL;
	enter();
	uint64_t me, begun = begin(&copy, &me);
	bool replaced = clock_seed_is(seed);
	if (libc.initstate_r(seed, array, size, &copy) == 0)
		old = move(&copy, me, begun, !replaced);
	else
		refuse(begun);
	leave();
	if (old)
		additive_note_seeding(additive_data, "initstate", &seed, replaced);
	return old;
}

far_away char *additive_setstate(char *array)
{
	struct random_data copy;
	char *old = NULL;
	enter();
	uint64_t me, begun = begin(&copy, &me);
	bool is_current = array == (char *)(additive_data->state - 1);
	bool honoured = is_current ? begun != FILLING : arrays_are_honoured(array, me);
	if (libc.setstate_r(array, &copy) == 0)
		old = move(&copy, me, begun, honoured);
	else
		refuse(begun);
	leave();
	if (old)
		additive_note_seeding(additive_data, "setstate", NULL, false);
	return old;
}

seldom void additive_start(bool keep)
{
	kept = keep;
	struct random_data *located = libc_random_data();
	if (located)
		additive_data = located;
	else
		libc.initstate_r(1, (char *)own_array, sizeof own_array, additive_data);
	built_in = (struct state_array){additive_data->state, additive_data->rand_type};
	atomic_store(&life()->word, ROOT);
}
