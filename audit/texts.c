/* SPDX-License-Identifier: MIT */
/*
 * The kinds of findings in words.
 */
#include "texts.h"

#include <string.h>

static const struct text texts[] = {
	{"stuck",
	 "1 child%s will wait for ever, on what only a thread of its parent's could do",
	 "%u children%s will wait for ever, on what only a thread of their parent's "
	 "could do",
	 "fork before threads are started, or let the child exec at once; libc's locks "
	 "are "
	 "cured by --locks=heal"},
	{"inherited", "1 child drew from the %s stream that it inherited",
	 "%u children drew from the %s stream that they inherited", NULL},
	{"same-seed", "1 process gave %s a seed that another one had given it",
	 "%u processes gave %s a seed that another one had given it",
	 "seed from getrandom(2), or from something that differs in each process"},
	{"clock-seed", "1 child seeded %s from the clock",
	 "%u children seeded %s from the clock",
	 "seed from getrandom(2); or run with --clock-seeds=replace"},
	{"unnumbered", "1 child has no place in the fork tree, so %s will not repeat",
	 "%u children have no place in the fork tree, so %s will not repeat",
	 "fork by fork(2), not by a raw system call; or do without --seed"},
	{"no-entropy", "1 child could get no entropy for %s: distinct, but no secret",
	 "%u children could get no entropy for %s: distinct, but no secret",
	 "let its sandbox permit getrandom(2); or run with --when=fork"},
	{"refused", "1 process has a %s that forkseed does not know, and left alone",
	 "%u processes have a %s that forkseed does not know, and left alone",
	 "seed its generators in each child, leave it out with --runtimes, and tell us "
	 "its version"},
	{"shared-use", "1 client %s was used by two processes at one time",
	 "%u client %ss were used by two processes at one time",
	 "open it after the fork, in each process; or run with --connections=isolate"},
	{"shared-end", "1 client %s was ended by a child, for its parent too",
	 "%u client %ss were ended by a child, for its parent too",
	 "let the child close(2) it without a goodbye; or --connections=isolate"},
	{"shared-touch", "1 child used a client %s that it inherited",
	 "%u children used a client %s that they inherited",
	 "open it after the fork, in each process"},
	{"lock-held", "1 process forked while another of its threads held a %s",
	 "%u processes forked while another of their threads held a %s",
	 "let that thread finish first; or give the fork longer: --locks=heal,wait=MS"},
	{"lock-inherited", "1 child needed a %s that another thread held at the fork",
	 "%u children needed a %s that another thread held at the fork",
	 "call only async-signal-safe functions in the child; or run with --locks=heal"},
	{"shared-unseen", "1 client %s was opened past forkseed, which can't watch it",
	 "%u client %ss were opened past forkseed, which can't watch them",
	 "open it after the fork, in each process; or run with "
	 "--connections=isolate,eager"},
	{"unrecorded", "1 process was healed, but could not be recorded%s",
	 "%u processes were healed, but could not be recorded%s",
	 "run it with the rights and the memory that the audit needs; or suppress this, "
	 "if it draws nothing"},
	{"unwatched", "1 program%s forked children, and has what is not watched",
	 "%u programs%s forked children, and have what is not watched",
	 "see docs/field.md for what helps there; or suppress this, if no child draws "
	 "from it"},
	{"escaped", "1 process ran without the shim%s",
	 "%u processes ran without the shim%s",
	 "is it static, set-user-ID, or started without LD_PRELOAD? build it dynamic, "
	 "or keep the variable"},
};

static const struct text other = {"", "1 finding about %s", "%u findings about %s",
				  "see what it says above"};

const struct text *texts_of(const char *kind)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strcmp(texts[i].kind, kind) == 0)
			return &texts[i];
	return &other;
}
