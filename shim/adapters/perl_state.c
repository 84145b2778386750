/* SPDX-License-Identifier: MIT
 *
 * Comparing an interpreter's struct before and after an operation. A word is taken for
 * the state only where it is the one word that fits: the draw that is looked at always
 * changes the state itself, so that another which fits by chance makes two.
 */
#include "perl_state.h"

#include <string.h>

#define STEP 0x5DEECE66DULL
#define STEP_BACK 0xDFE05BCB1365ULL /* its inverse, modulo 2^48 */
enum {
	ADDEND = 0xB,
	FIRST_LOW = 0x330E, /* the low 16 bits of a state that was just seeded */
	EVERY = offsetof(
		struct {
			char c;
			uint64_t word;
		},
		word),
	MOST_BYTES = 16384,
	MOST_TRIES = 64,
};

static size_t struct_size;
static _Atomic uint32_t state_at, flag_at; /* 0: not known */
static _Atomic uint32_t tries;

static uint64_t step(uint64_t state)
{
	return (state * STEP + ADDEND) & PERL_STATE_BITS;
}

static uint64_t step_back(uint64_t state)
{
	return ((state - ADDEND) * STEP_BACK) & PERL_STATE_BITS;
}

bool perl_state_begin(size_t size, double (*draw)(uint64_t *state),
		      void (*seed)(uint64_t *state, uint32_t seed))
{
	uint64_t state = 0, wanted = (uint64_t)0xF00D5EED << 16 | FIRST_LOW;
	if (size != struct_size) /* another Perl, or the first */
		state_at = flag_at = 0;
	struct_size = size;
	seed(&state, 0xF00D5EED);
	bool is_known = size > 64 && size <= MOST_BYTES && state == wanted;
	for (int i = 0; i < 2 && is_known; i++) {
		double drawn = draw(&state);
		wanted = step(wanted);
		is_known = state == wanted && drawn == (double)wanted * 0x1p-48;
	}
	return is_known;
}

enum fit { NONE, STEPPED, SEEDED, FIRST };

static enum fit fits(uint64_t was, uint64_t now, bool is_seeding)
{
	if (now > PERL_STATE_BITS || now == was)
		return NONE;
	if (is_seeding)
		return (now & 0xffff) == FIRST_LOW ? SEEDED : NONE;
	if (was && was <= PERL_STATE_BITS && now == step(was))
		return STEPPED;
	return (step_back(now) & 0xffff) == FIRST_LOW ? FIRST : NONE;
}

/* The first draw of all seeds, and sets the flag that says so (PL_srand_called). 0 where
 * another byte became 1 as well, beside one of the state. */
static uint32_t find_flag(const unsigned char *was, const unsigned char *now,
			  uint32_t state)
{
	uint32_t found = 0, count = 0;
	for (uint32_t at = 0; at < struct_size; at++)
		if (was[at] == 0 && now[at] == 1 && at - state >= sizeof(uint64_t))
			found = at, count++;
	return count == 1 ? found : 0;
}

static void look(const unsigned char *was, const unsigned char *now, bool is_seeding)
{
	uint32_t found = 0, count = 0;
	enum fit how = NONE;
	for (uint32_t at = 0; at + 8 <= struct_size; at += EVERY) {
		uint64_t words[2];
		memcpy(&words[0], was + at, sizeof *words);
		memcpy(&words[1], now + at, sizeof *words);
		enum fit fit = fits(words[0], words[1], is_seeding);
		if (fit != NONE)
			found = at, how = fit, count++;
	}
	if (count == 1 && how == FIRST)
		atomic_store(&flag_at, find_flag(was, now, found));
	if (count == 1)
		atomic_store(&state_at, found);
	else if (atomic_fetch_add(&tries, 1) == MOST_TRIES)
		adapter_refuses("perl", "its state was not found in the interpreter");
}

void *perl_state_find(void *interpreter, perl_op *operation, bool is_seeding)
{
	if (atomic_load(&tries) > MOST_TRIES)
		return operation(interpreter);
	unsigned char was[struct_size];
	memcpy(was, interpreter, struct_size);
	void *next = operation(interpreter);
	look(was, interpreter, is_seeding);
	return next;
}

bool perl_state_take(void *interpreter, const uint64_t *state)
{
	uintptr_t offset = (uintptr_t)state - (uintptr_t)interpreter;
	uint32_t nowhere = 0;
	if (!interpreter || offset == 0 || offset + sizeof *state > struct_size)
		return false;
	atomic_compare_exchange_strong(&state_at, &nowhere, (uint32_t)offset);
	return atomic_load(&state_at) == offset;
}

uint64_t *perl_state_of(void *interpreter)
{
	uint32_t at = atomic_load(&state_at);
	return at ? (uint64_t *)((char *)interpreter + at) : NULL;
}

bool perl_state_is_begun(void *interpreter)
{
	const uint64_t *state = perl_state_of(interpreter);
	uint32_t flag = atomic_load(&flag_at);
	return state && *state && (!flag || ((const char *)interpreter)[flag]);
}
