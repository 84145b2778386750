/* SPDX-License-Identifier: MIT
 *
 * The client connections that were open when this process, or an ancestor, forked; and
 * what is done when one is used. Who opened what is found out before each fork, in the
 * parent; a child does nothing until it touches such a connection. That it is a child is
 * told by the page that the kernel wipes (core/lineage.h).
 *
 * All functions are safe in signal handlers and threads, allocate nothing and keep errno.
 */
#pragma once

#include "core/compiler.h"
#include "core/lineage.h"
#include "marks.h"
#include "shared.h"
#include "sockets.h"

#include <stddef.h>
#include <sys/types.h>

struct watching {
	bool isolates; /* FORKSEED_CONNECTIONS=isolate */
	bool at_fork;  /* ...,eager: all listed ones, as soon as a child begins */
	bool records;  /* findings are wanted */
	bool warns;    /* FORKSEED_CONNECTIONS=warn */
	bool touches;  /* ...,touch: the first use alone is one */
};

/* In the parent, once; NULL: nothing is to be watched. Sockets that are open by now were
 * handed to the program by whoever executed it: they are never touched. */
void watch_start(const struct watching *wanted);

/* Around a call that makes a descriptor: socket(2), before it, and after it with its
 * result; epoll_create(2), likewise. */
void watch_opening(void);
void watch_opened(int fd, int domain, int type);
void watch_opened_set(int fd);

/* Before a connect(2): to whom, where that can be read. */
void watch_connected(int fd, const struct sockaddr *address, socklen_t length);

/* Before a filter of system calls is put on: what is to be done is done now. */
void watch_before_filter(void);

/* Around a fork, in the thread that forks. */
void watch_before_fork(void);
void watch_after_fork(void);

/* Before a vfork(2), whose child must not be taken for this process. */
void watch_before_vfork(void);

/* In the child. */
void watch_in_child(void);

/* Around daemon(3), whose parent ends: the child takes over all that it had. */
void watch_before_daemon(void);
void watch_after_daemon(int result);

/* True once a client connection was noticed. */
internal extern bool watch_any;

/* Until the start the marks are missing, and every descriptor is looked at; afterwards
 * those up to the limit are, or none. */
internal extern unsigned char *_Atomic watch_marks;
internal extern unsigned watch_last; /* set before */

/* The slow path: true when what moves has to be told by the calls below. By now a child's
 * copy has been cut off, if it had to be. */
bool watch_use(int fd);

/* The same of one that is only waited for. */
void watch_wait(int fd);

static inline bool watch_may_matter(int fd)
{
	const unsigned char *marks =
		atomic_load_explicit(&watch_marks, memory_order_acquire);
	return unlikely(!marks || ((unsigned)fd <= watch_last && marks[fd] < MARK_PLAIN));
}

static inline bool watch(int fd)
{
	return watch_may_matter(fd) && watch_use(fd);
}

/* The first process of all inherited nothing. */
static inline bool watch_may_inherit(void)
{
	return unlikely(watch_any) && lineage_epoch() != ROOT;
}

/* For hooks that ask of no descriptor before they go on: until the start there is no next
 * definition. */
static inline void watch_ready(void)
{
	(void)watch(-1);
}

/* Bytes were read from it; fewer than 1: nothing was. */
void watch_read(int fd, ssize_t bytes);

/* What becomes of a write: before it is made, `data` is its beginning; afterwards. */
struct writing {
	struct descriptor *descriptor; /* NULL: nobody wants to know */
	bool is_shared;
};
struct writing watch_writes(int fd, const void *data, size_t size);
void watch_wrote(struct writing *writing, ssize_t bytes);

/* Before a shutdown(2), `how` as there. */
void watch_shutdown(int fd, int how);

/* True in a child that is isolated, of what its parent connected, or is connecting, to a
 * listed peer; and of what was cut off already. */
bool watch_is_inherited(int fd);
bool watch_isolates(void);

/* After a dup(2) or the like, which watch_opening() came before: `to` is its result. */
void watch_copied(int from, int to);
