/* SPDX-License-Identifier: MIT */
/*
 * Runs a command in a sandbox that refuses getrandom(2).
 */
#include "../hazards/filters.h"

int main(int argc, char **argv)
{
	if (argc < 2 || filter_call(SYS_getrandom, FILTER_ERROR(EPERM), 0) < 0)
		return 1;
	execvp(argv[1], argv + 1);
	return 1;
}
