/* SPDX-License-Identifier: MIT */
/*
 * When there is no memory: the launcher and forkseed-audit end with 125 and one line, and
 * not with a half of their work.
 */
#ifndef FORKSEED_MEMORY_H
#define FORKSEED_MEMORY_H

#include <stdbool.h>

/* Whoever ends in between calls this first; NULL: nobody. */
void memory_at_death(void (*last_words)(void));
void memory_call_last_words(void);

/* While a command runs the launcher stays, and does without what it could not look at. */
void memory_may_fail(bool may);

#endif
