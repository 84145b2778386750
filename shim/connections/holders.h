/* SPDX-License-Identifier: MIT
 *
 * Does another process still have a socket? Asked of /proc, when it matters: at a child's
 * first use of an inherited connection, and before two processes are said to share one.
 * Safe in signal handlers; opens a descriptor for a moment.
 */
#pragma once

/* Before a fork: a pid namespace of its own hides its processes' ancestors, so that a pid
 * that is not there need not be gone. Noted while it is cheap; later there may be no
 * /proc (chroot(2)) to ask. */
void holders_before_fork(void);

enum holds {
	HOLDS_NOT, /* it is gone, or has closed it */
	HOLDS,
	HOLDS_MAYBE, /* not to be seen from here: another user, no /proc, a sandbox */
};

/* Does process `pid` have the socket behind this process's descriptor `fd`, under this or
 * any other number? */
enum holds holds_socket(int pid, int fd);

/* The same of a connection's owner, given a moment where this process has left the
 * owner's session (setsid(2)): then it is becoming a daemon, and the owner is about to
 * end. A process waits like this for one connection only. */
enum holds owner_holds(int owner, int fd);
