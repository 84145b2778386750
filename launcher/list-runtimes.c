/* SPDX-License-Identifier: MIT */
/*
 * --list-runtimes: a line for each row of the shim's own table: what is healed, how it is
 * noticed where that is not obvious, and what holds unless said otherwise.
 */
#include "../shim/runtimes/runtimes.h"
#include "launcher.h"

void list_runtimes(void)
{
#define X(name, runtime, mark, words)                                                    \
	tell(name, ": " words, *name == '+' ? "; default off" : "; default on", NULL);
	RUNTIMES(X)
#undef X
}
