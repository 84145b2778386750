/* SPDX-License-Identifier: MIT
 *
 * The life of one generator's state: opening and closing a change of it. The page in
 * which it lies is lineage.c's.
 */
#include "lineage.h"

uint64_t life_begin(struct life *life)
{
	uint64_t word = WIPED;
	if (atomic_compare_exchange_strong(&life->word, &word, FILLING))
		return FILLING;
	return word;
}

bool life_commit(struct life *life, uint64_t begun, uint64_t token)
{
	uint64_t after = begun == FILLING ? token : begun;
	return atomic_compare_exchange_strong(&life->word, &begun, after);
}
