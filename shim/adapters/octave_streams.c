/* SPDX-License-Identifier: MIT
 *
 * The streams that were last in the generator, and what of each left it first and last.
 * Five are in use (one for each distribution); each seed makes another, and the one that
 * was not there for the longest time is forgotten.
 */
#include "octave_streams.h"

#include <string.h>

enum { KNOWN = 32, PRINT = 6, LAST_WORD = 624 };

static struct known {
	uint32_t print[PRINT], first[PRINT]; /* first: as it was seeded */
	uint64_t used;                       /* by the count; 0: never */
} known[KNOWN];
static struct known *there;
static uint64_t count;

/* Its first words, which change with every 624 numbers, and how many of these are left.
 */
static void take_print(uint32_t print[PRINT], const uint32_t *state)
{
	memcpy(print, state, (PRINT - 1) * sizeof *print);
	print[PRINT - 1] = state[LAST_WORD];
}

static void *go_there(struct known *one)
{
	there = one;
	there->used = ++count;
	return there;
}

void *octave_stream(void)
{
	return there;
}

void *octave_stream_begin(void)
{
	struct known *oldest = known;
	for (struct known *one = known; one < known + KNOWN; one++)
		oldest = one->used < oldest->used ? one : oldest;
	memset(oldest, 0, sizeof *oldest);
	return go_there(oldest);
}

bool octave_stream_is_back(const uint32_t *state)
{
	uint32_t print[PRINT];
	take_print(print, state);
	for (struct known *one = known; one < known + KNOWN; one++)
		if (one->used && (memcmp(one->print, print, sizeof print) == 0 ||
				  memcmp(one->first, print, sizeof print) == 0))
			return go_there(one);
	return false;
}

void octave_stream_leaves(const uint32_t *state)
{
	if (!there)
		return;
	take_print(there->print, state);
	if (!there->first[PRINT - 1])
		memcpy(there->first, there->print, sizeof there->first);
}
