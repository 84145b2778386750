/* SPDX-License-Identifier: MIT
 *
 * Does another process still have a socket? Asked of /proc, when it matters: at a child's
 * first use of an inherited connection, and before two processes are said to share one.
 * Safe in signal handlers; opens a descriptor for a moment.
 */
#pragma once

#include <stdint.h>

enum holds {
	HOLDS_NOT, /* it is gone, or has closed it */
	HOLDS,
	HOLDS_MAYBE, /* not to be seen from here: another user or pid namespace, no
		      * /proc, a sandbox */
};

/* Does that process (process.h) have the socket behind this one's descriptor `fd`, under
 * this or any other number? */
enum holds holds_socket(uint64_t process, int fd);

/* The same of a connection's owner, given a moment where this process has left the
 * owner's session (setsid(2)): then it is becoming a daemon, and the owner is about to
 * end. A process waits like this for one connection only. */
enum holds owner_holds(uint64_t owner, int fd);
