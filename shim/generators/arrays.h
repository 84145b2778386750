/* SPDX-License-Identifier: MIT
 *
 * Which process of the lineage last used a state array of initstate(3)/setstate(3)? Noted
 * when the program switches away from an array, so that a child that comes back to it
 * knows whether its numbers are inherited. Callers hold the generator's lock.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { ARRAYS_UNKNOWN = 0, ARRAYS_ANCESTORS = 1 };

/* Owner: lineage_epoch() of the process, or ARRAYS_ANCESTORS. Without memory for a longer
 * list, or past 32 768 arrays, the note is lost and the array is honoured as it stands.
 */
void arrays_note(const void *array, uint64_t owner);

/* The owner noted last, or ARRAYS_UNKNOWN. */
uint64_t arrays_owner(const void *array);

/* Arrays that an ancestor used come with the ancestor's numbers; any other is as the
 * program wants it, restored from a file, say. */
bool arrays_are_honoured(const void *array, uint64_t me);
