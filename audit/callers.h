/* SPDX-License-Identifier: MIT */
/*
 * Places of which only an address was recorded, in the words of a finding: "@7f12ab".
 */
#ifndef FORKSEED_CALLERS_H
#define FORKSEED_CALLERS_H

#include "records.h"

/* The words of a finding of this process with a function, a file and a line instead of
 * each return address; the same words where there is none. */
const char *callers_named(const struct records *records, uint32_t process,
			  const char *words);

#endif
