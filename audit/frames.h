/* SPDX-License-Identifier: MIT */
/*
 * Traces and scripts as members of a JSON object. Thousands of findings have the same
 * ones: their text is kept.
 */
#ifndef FORKSEED_FRAMES_H
#define FORKSEED_FRAMES_H

#include "scripts.h"
#include <stdio.h>

/* Write ,"NAME":[...] and, where there was more, ,"NAME_ended":"why". NULL for none. */
void frames_trace(FILE *to, const char *name, const struct trace *trace);
void frames_script(FILE *to, const char *name, const struct script *script);

#endif
