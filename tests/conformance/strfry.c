/* SPDX-License-Identifier: MIT */
/* A witness that strfry() is libc's own: libc draws its swaps from a 7-word additive
 * state. Shuffling two letters shows one bit of a draw, and the hidden lowest bits that
 * carry into it run through one of 128 sequences, so exactly one of 128 predictions fits
 * every draw. Calls alternate between the program's strfry and libc's own. Prints the
 * best prediction.
 */
#define _GNU_SOURCE
#include "libc-table.h"

#include <stdio.h>

enum { DRAWS = 2000, LONG_LAG = 7, SHORT_LAG = 3 };

static unsigned char bits[DRAWS];

static void shuffle(const struct libc_table *libc)
{
	const struct libc_table *turn[] = {&libc_here, libc};
	for (int i = 0; i < DRAWS; i++) {
		char text[] = "ab";
		bits[i] = turn[i % 2]->strfry(text)[0] == 'b';
	}
}

/* Wrong predictions when the lowest bits of the first seven words are those of START. */
static int misses(unsigned start)
{
	unsigned char lowest[DRAWS];
	int wrong = 0;
	for (int i = 0; i < DRAWS; i++) {
		if (i < LONG_LAG) {
			lowest[i] = start >> i & 1;
			continue;
		}
		unsigned char far = lowest[i - LONG_LAG], near = lowest[i - SHORT_LAG];
		lowest[i] = far ^ near;
		wrong += bits[i] !=
			 (bits[i - LONG_LAG] ^ bits[i - SHORT_LAG] ^ (far & near));
	}
	return wrong;
}

int main(void)
{
	struct libc_table libc;
	int best = DRAWS;
	libc_table_of(&libc, dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD));
	shuffle(&libc);
	for (unsigned start = 0; start < 1 << LONG_LAG; start++)
		best = misses(start) < best ? misses(start) : best;
	printf("%d misses\n", best);
	return 0;
}
