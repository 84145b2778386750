/* SPDX-License-Identifier: MIT */
/*
 * Verdicts on seeds: one given to several processes, or taken from the clock.
 */
#ifndef FORKSEED_SEEDS_H
#define FORKSEED_SEEDS_H

#include "verdicts.h"

void seeds_judge(const struct records *records, struct verdicts *verdicts);

/* verdicts.c: room for a verdict more, and what is known of its process. */
struct verdict *verdicts_add(struct verdicts *verdicts);
void verdicts_set_process(const struct records *records, struct verdict *verdict,
			  uint32_t process, const struct trace *draw,
			  const struct script *draw_script);

#endif
