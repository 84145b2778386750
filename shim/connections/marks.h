/* SPDX-License-Identifier: MIT
 *
 * The byte that is kept of each descriptor.
 */
#pragma once

/* What is known of a descriptor: a byte each. From MARK_PLAIN on a use needs no look;
 * those with MARKED's bits are looked at by a fork. */
enum mark {
	MARK_NEW = 0,       /* nothing */
	MARK_LOOKED_AT = 1, /* a thread that forks is finding out */
	MARK_WATCHED = 2,   /* a client connection that was there at a fork */
	MARK_CONNECTED = 3, /* a socket, to be looked at when the process forks */
	MARK_PLAIN = 4,     /* nothing to be done */
	MARK_USED = 5,      /* perhaps a socket; likewise */
	MARK_CUT = 8,       /* a child's copy that was cut off */
	MARK_SET = 12,      /* an epoll set */
	MARKED = 3,
};
