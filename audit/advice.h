/* SPDX-License-Identifier: MIT */
/*
 * What to do about a group of findings: advice that holds, whatever the finding is about.
 */
#ifndef FORKSEED_ADVICE_H
#define FORKSEED_ADVICE_H

#include "groups.h"

/* `usual` is what holds for its kind, where nothing better is known. */
const char *advice_for(const struct group *group, const char *usual);

#endif
