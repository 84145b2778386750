/* SPDX-License-Identifier: MIT */
/*
 * Findings that are none, as daemon(3) left nobody to share the stream with.
 */
#ifndef FORKSEED_DAEMONS_H
#define FORKSEED_DAEMONS_H

#include "verdicts.h"

/* Of the verdicts that come from the shim's findings, and of no others so far: takes the
 * harmless ones out, and counts them. */
void daemons_judge(const struct records *records, struct verdicts *verdicts);

#endif
