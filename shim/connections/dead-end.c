/* SPDX-License-Identifier: MIT
 *
 * AF_UNIX's sequenced packets: of the kinds of sockets tried with 28 clients the one that
 * all of them take for a closed connection. (A shut TCP socket raises SIGPIPE; psycopg2
 * never notices /dev/null.)
 */
#include "dead-end.h"
#include "system.h"

#include <errno.h>
#include <sys/resource.h>

static long make_pair(int pair[2])
{
	return raw_syscall(SYS_socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0,
			   (long)pair);
}

/* Where all descriptors are taken, the limit is often one that the process may raise
 * itself (getrlimit(2), the soft one): for a moment it does. */
static long make_pair_beyond(int pair[2])
{
	struct rlimit64 limit = {0}, more;
	if (raw_syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, (long)&limit) < 0)
		return -EMFILE;
	more = limit;
	more.rlim_cur += 2;
	if (more.rlim_cur > limit.rlim_max ||
	    raw_syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, (long)&more, 0) < 0)
		return -EMFILE;
	long result = make_pair(pair);
	raw_syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, (long)&limit, 0);
	return result;
}

bool replace(int fd, int with)
{
	long flags = system_fcntl(fd, F_GETFL, 0), closes = system_fcntl(fd, F_GETFD, 0);
	bool done = flags >= 0 && closes >= 0;
	if (done) {
		system_fcntl(with, F_SETFL, flags & (O_NONBLOCK | O_APPEND | O_ASYNC));
		done = raw_syscall(SYS_dup3, with, fd,
				   closes & FD_CLOEXEC ? O_CLOEXEC : 0, 0) >= 0;
	}
	system_close(with);
	return done;
}

bool cut_off(int fd)
{
	int pair[2];
	long result = make_pair(pair);
	if (result == -EMFILE)
		result = make_pair_beyond(pair);
	if (result < 0)
		return false;
	system_close(pair[1]);
	return replace(fd, pair[0]);
}
