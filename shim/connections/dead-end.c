/* SPDX-License-Identifier: MIT
 *
 * AF_UNIX's sequenced packets: of the kinds of sockets tried with 28 clients the one that
 * all of them take for a closed connection. (A shut TCP socket raises SIGPIPE; psycopg2
 * never notices /dev/null.)
 */
#include "dead-end.h"
#include "system.h"

bool cut_off(int fd)
{
	int pair[2];
	long flags = system_fcntl(fd, F_GETFL, 0), closes = system_fcntl(fd, F_GETFD, 0);
	if (flags < 0 || closes < 0 ||
	    raw_syscall(SYS_socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0,
			(long)pair) < 0)
		return false;
	system_close(pair[1]);
	system_fcntl(pair[0], F_SETFL, flags & (O_NONBLOCK | O_APPEND | O_ASYNC));
	long result = raw_syscall(SYS_dup3, pair[0], fd,
				  closes & FD_CLOEXEC ? O_CLOEXEC : 0, 0);
	system_close(pair[0]);
	return result >= 0;
}
