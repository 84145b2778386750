/* SPDX-License-Identifier: MIT */
/*
 * The doctor's last line: yes, in part, no; and its exit status.
 */
#include "doctor.h"
#include <unistd.h>

enum { VERDICT_NO = 1 };

static _Noreturn void refuse(const char *name, const char *why)
{
	tell("verdict: no: ", name, " ", why, NULL);
	_exit(VERDICT_NO);
}

static void add(const char **list, const char *one, const char *what)
{
	*list = join(*list ? *list : "", *list ? ", and " : "", one, what, NULL);
}

static _Noreturn void qualify(const char *name, const struct shortcomings *lacks)
{
	const char *list = NULL;
	if (lacks->unhealed)
		add(&list, "does not heal its generators of ", lacks->unhealed);
	if (lacks->seeded)
		add(&list, "leaves alone, but with --seed, what the program seeds of ",
		    lacks->seeded);
	if (lacks->hangs)
		add(&list, "does not bring a child the threads of ", lacks->hangs);
	if (lacks->unknown)
		add(&list, "cannot tell whether it heals those of ", lacks->unknown);
	if (lacks->hides)
		add(&list, "cannot tell what it does for the programs that are run by ",
		    join(lacks->hides, ": ask about these", NULL));
	if (lacks->leaves)
		add(&list, "leaves its TCP connections alone", "");
	if (lacks->without)
		add(&list, "goes on without ", lacks->without);
	bool knows = lacks->unhealed || lacks->seeded || lacks->hangs || lacks->leaves ||
		     lacks->without;
	tell("verdict: in part: ", knows ? "" : "cannot tell: ", "forkseed works on ",
	     name, ", but ", list, NULL);
	_exit(VERDICT_NO);
}

_Noreturn void conclude(const char *name, const char *against,
			const struct shortcomings *lacks)
{
	if (against)
		refuse(name, against);
	if (lacks->unhealed || lacks->seeded || lacks->hangs || lacks->unknown ||
	    lacks->hides || lacks->leaves || lacks->without)
		qualify(name, lacks);
	tell("verdict: yes: forkseed works on ", name, NULL);
	_exit(0);
}
