/* SPDX-License-Identifier: MIT */
/*
 * Promise 1's fallback: runs a command in a kernel that does not know MADV_WIPEONFORK, as
 * before Linux 4.14. Usage: nowipe COMMAND... Not here: emulators that accept the advice
 * and ignore it; detectors.sh uses a real one.
 */
#include "filters.h"

int main(int count, char **arguments)
{
	require(count > 1, "usage: nowipe COMMAND...");
	require(filter_third_argument(SYS_madvise, MADV_WIPEONFORK,
				      FILTER_ERROR(EINVAL)) >= 0,
		"seccomp");
	require(madvise(NULL, 0, MADV_WIPEONFORK) != 0 && errno == EINVAL, "filter");
	execvp(arguments[1], arguments + 1);
	require(false, arguments[1]);
}
