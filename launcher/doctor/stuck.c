/* SPDX-License-Identifier: MIT */
/*
 * Does a running process wait for ever on what only a thread of its parent's could do?
 * forkseed-audit looks, and tells on stdout what it finds; here is only said what it
 * can't.
 */
#include "doctor.h"
#include <unistd.h>

enum { IS_STUCK, IS_NOT };

void tell_stuck(const char *pid)
{
	const char *reporter = beside_launcher("forkseed-audit");
	const char *words[] = {reporter, join("--stuck=", pid, NULL), NULL};
	if (!reporter || access(reporter, X_OK) < 0) {
		tell("stuck: cannot tell: there is no forkseed-audit", NULL);
		return;
	}
	int status = run_reporter(words);
	if (status == IS_NOT)
		tell("stuck: not known to be", NULL);
	else if (status != IS_STUCK)
		tell("stuck: cannot tell: the process can't be looked into (ptrace(2))",
		     NULL);
}
