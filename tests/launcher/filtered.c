/* SPDX-License-Identifier: MIT */
/*
 * filtered WHAT COMMAND...: runs a command in a sandbox that refuses getrandom(2), or
 * socket(2), or kills for the latter; or that knows no TCP_INFO, as a kernel from before
 * 4.19 knows too little.
 */
#include "../hazards/filters.h"

enum { TCP_INFO_OPTION = 11 };

static int filter(const char *what)
{
	if (strcmp(what, "getrandom") == 0)
		return filter_call(SYS_getrandom, FILTER_ERROR(EPERM), 0);
	if (strcmp(what, "socket") == 0)
		return filter_call(SYS_socket, FILTER_ERROR(EPERM), 0);
	if (strcmp(what, "socket-kills") == 0)
		return filter_call(SYS_socket, SECCOMP_RET_KILL_THREAD, 0);
	if (strcmp(what, "tcp-info") == 0)
		return filter_third_argument(SYS_getsockopt, TCP_INFO_OPTION,
					     FILTER_ERROR(ENOPROTOOPT));
	return -1;
}

int main(int argc, char **argv)
{
	if (argc < 3 || filter(argv[1]) < 0)
		return 1;
	execvp(argv[2], argv + 2);
	return 1;
}
