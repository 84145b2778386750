/* SPDX-License-Identifier: MIT
 *
 * A table of this process's descriptors, as of its last fork: which are client
 * connections. It is private memory, so that a child inherits what was known when it
 * was made, and the parent's changes afterwards are none of its business.
 */
#pragma once

#include "marks.h"
#include "peers.h"
#include "shared.h"

#include <stddef.h>

struct descriptor {
	_Atomic uint64_t cookie;      /* of the socket that was here; 0: none known */
	uint64_t epoch;               /* the process that noticed it, or uses it by now */
	struct shared *shared;        /* NULL: it is no client connection */
	uint16_t is_listed;           /* FORKSEED_PEERS has its peer */
	uint16_t is_named;            /* likewise, of one that may not be connected yet */
	uint64_t maker;               /* the process by that epoch; 0: not known */
	uint64_t at_fork[DIRECTIONS]; /* bytes by all processes, at the last fork */
	uint64_t since[DIRECTIONS];   /* the same when this process came to it */
	_Atomic uint64_t own[DIRECTIONS]; /* bytes by this process, since then */
};

/* Makes the table, if there is to be one; sockets that are open now are never watched.
 * Without memory for it nothing is. `all`: watch those as well that FORKSEED_PEERS does
 * not list. */
void descriptors_start(bool wanted, bool all);

/* What a descriptor has become in this process. No system call but for memory. */
void descriptors_is(int fd, enum mark mark);

/* The same of one that is about to be connected; NULL: to whom is not known. */
void descriptors_connected(int fd, const struct peer *peer);

/* What is known of it; MARK_PLAIN where nothing can be. And whether this process made it,
 * for those marks that say so. */
enum mark descriptors_mark(int fd);
bool descriptors_is_own(int fd);

/* dup(2) and its kin: the same socket has another number as well. */
void descriptors_copied(int from, int to);

/* For those that no hook sees being connected: whatever is open may have been. */
void descriptors_suspect_all(void);

/* The process that connected what descriptors_missed(). */
typedef uint64_t find_opener(int fd);

/* Looks at what was connected; where a filter is on, at nothing. */
void descriptors_notice(find_opener *opened_by);

/* True in a child for what an ancestor connected after its last look, or may connect yet:
 * between that and the fork, or before a fork behind our back. It is looked at now. */
bool descriptors_missed(int fd);
void descriptors_catch_up(int fd, find_opener *opened_by);

/* NULL unless a client connection was noticed there. */
struct descriptor *descriptors_watched(int fd);

/* False: it is not, or no longer, a connection to look after. */
bool descriptors_still(int fd, const struct descriptor *descriptor);

/* What was there is gone, or not to be looked after any more. */
void descriptors_forget(int fd);

/* Visits all that are watched. */
void descriptors_each(void (*visit)(int fd, struct descriptor *descriptor, uint64_t data),
		      uint64_t data);
