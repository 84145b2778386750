/* SPDX-License-Identifier: MIT
 *
 * What is known of this process's descriptors, and the rules: whose a connection is, when
 * a child is cut off, when two processes share one. How a socket is recognised is in
 * sockets.c; what all processes know together in shared.c.
 */
#include "watch.h"
#include "core/lineage.h"
#include "dead-end.h"
#include "descriptors.h"
#include "holders.h"
#include "protocols.h"
#include "sockets.h"
#include "start.h"
#include "system.h"
#include "tell.h"

static struct watching wanted;
static bool in_daemon;
static _Atomic int own_pid;
static _Atomic uint64_t own_pid_epoch;

/* Asking the kernel each time would cost more than the rest. */
static int self(void)
{
	uint64_t epoch = lineage_epoch();
	if (own_pid_epoch != epoch) {
		own_pid = system_getpid();
		own_pid_epoch = epoch;
	}
	return own_pid;
}

void watch_start(const struct watching *settings)
{
	if (settings)
		wanted = *settings;
	descriptors_start(settings, wanted.records);
}

void watch_connected(int fd)
{
	connections_start_once();
	descriptors_connected(fd);
}

/* Where hooks are bypassed, connect(2)'s is as well. */
void watch_before_fork(void)
{
	if (watch_any)
		holders_before_fork();
	if (wanted.at_fork)
		descriptors_suspect_all();
	descriptors_notice(self());
}

/* The connection is this process's from here on; its bytes count from the fork on. */
static void adopt(struct descriptor *descriptor)
{
	for (int i = 0; i < DIRECTIONS; i++) {
		descriptor->since[i] = descriptor->at_fork[i];
		descriptor->own[i] = 0;
	}
	descriptor->epoch = lineage_epoch();
}

/* The owner has given it up: it is this process's, if it is the first to notice. */
static bool takes_over(int fd, struct shared *shared)
{
	for (;;) {
		int owner = shared->owner;
		if (owner == self())
			return true;
		if (owner_holds(owner, fd) != HOLDS_NOT)
			return false;
		if (atomic_compare_exchange_strong(&shared->owner, &owner, self()))
			return true;
	}
}

/* A child has come to use what it inherited. True when it goes on with it. */
static bool keeps(int fd, struct descriptor *descriptor)
{
	bool may_cut = wanted.isolates && descriptor->is_listed;
	if ((!may_cut && !wanted.touches) || takes_over(fd, descriptor->shared))
		return true;
	bool cut = may_cut && cut_off(fd);
	if (wanted.records)
		tell_touch(descriptor->shared, cut,
			   cut       ? "cut off"
			   : may_cut ? "could not be cut off: no descriptor was free"
				     : "used by a child");
	return !cut;
}

/* False: it is not, or no longer, a connection to look after. */
static bool is_still(int fd, const struct descriptor *descriptor)
{
	return descriptor->shared && descriptor->cookie == socket_cookie(fd) &&
	       descriptor->shared->cookie == descriptor->cookie;
}

static bool begin(int fd, struct descriptor *descriptor)
{
	if (is_still(fd, descriptor) && keeps(fd, descriptor)) {
		adopt(descriptor);
		return true;
	}
	descriptors_forget(fd);
	return false;
}

bool watch_use(int fd)
{
	connections_start_once();
	struct descriptor *descriptor = descriptors_watched(fd);
	if (!descriptor)
		return false;
	bool is_own = descriptor->epoch == lineage_epoch();
	return (is_own || begin(fd, descriptor)) && wanted.records;
}

/* The other one still has it, or keeps a cipher's state that has gone on without us. */
static bool is_proven(int fd, const struct descriptor *descriptor, int other)
{
	return is_still(fd, descriptor) &&
	       (descriptor->shared->is_tls || holds_socket(other, fd) == HOLDS);
}

static void count(struct descriptor *descriptor, enum direction direction, int64_t bytes)
{
	atomic_fetch_add(&descriptor->own[direction], (uint64_t)bytes);
	atomic_fetch_add(&descriptor->shared->moved[direction], (uint64_t)bytes);
}

/* Two processes share a connection when both moved bytes in one direction since the fork
 * that made two of them: this one does so now, and others may have. */
static bool is_shared(int fd, struct descriptor *descriptor, enum direction direction,
		      int64_t bytes)
{
	struct shared *shared = descriptor->shared;
	int other = shared_move(shared, direction, self());
	count(descriptor, direction, bytes);
	uint64_t own = descriptor->own[direction];
	uint64_t all = shared->moved[direction] - descriptor->since[direction];
	if (!other || all <= own)
		return false;
	bool proven = is_proven(fd, descriptor, other);
	descriptor->since[direction] = shared->moved[direction] - own;
	return proven;
}

static void tell_shared(const struct descriptor *descriptor, enum direction direction)
{
	enum told what = direction == READ ? TOLD_READ : TOLD_WRITTEN;
	if (shared_tell(descriptor->shared, what))
		tell_use(descriptor->shared, direction);
}

/* NULL: not to be counted. The number may have become something else unseen, and the
 * entry another connection's: that is for the next fork to mend. */
static struct descriptor *counted(int fd)
{
	struct descriptor *descriptor = descriptors_watched(fd);
	if (!descriptor)
		return NULL;
	if (descriptor->own[READ] + descriptor->own[WRITTEN] > 0)
		return descriptor->shared->cookie == descriptor->cookie ? descriptor
									: NULL;
	if (is_still(fd, descriptor))
		return descriptor;
	descriptors_forget(fd);
	return NULL;
}

void watch_read(int fd, ssize_t bytes)
{
	struct descriptor *descriptor = bytes > 0 ? counted(fd) : NULL;
	if (descriptor && is_shared(fd, descriptor, READ, bytes))
		tell_shared(descriptor, READ);
}

static void tell_ended(struct shared *shared, enum goodbye how)
{
	if (shared_tell(shared, TOLD_END))
		tell_end(shared, how);
}

/* A child that did nothing else with it ends what is its opener's. One that used it may
 * have been given it: that shows when somebody else wants to go on (ended_before). */
static void ends(int fd, struct descriptor *descriptor, enum goodbye how, bool is_half)
{
	struct shared *shared = descriptor->shared;
	int owner = shared->owner;
	bool is_used = descriptor->own[READ] + descriptor->own[WRITTEN] > 0;
	if (!is_still(fd, descriptor) || owner == self())
		return;
	if (is_used || is_half) {
		shared->goodbye = how;
		shared->ender = self();
	} else if (holds_socket(owner, fd) == HOLDS) {
		tell_ended(shared, how);
	}
}

static void ended_before(int fd, struct descriptor *descriptor)
{
	struct shared *shared = descriptor->shared;
	int ender = shared->ender;
	if (ender && ender != self() && is_still(fd, descriptor))
		tell_ended(shared, (enum goodbye)shared->goodbye);
}

void watch_shutdown(int fd, int how)
{
	struct descriptor *descriptor = descriptors_watched(fd);
	if (descriptor)
		ends(fd, descriptor, GOODBYE_SHUTDOWN, how == SHUT_WR);
}

/* Judged before it is made: the other one may end, or drop the connection, for what it is
 * about to read. Until it is known how much is written, it counts as one byte. */
struct writing watch_writes(int fd, const void *data, size_t size)
{
	struct descriptor *descriptor = counted(fd);
	if (!descriptor)
		return (struct writing){NULL, false};
	if (size < PROTOCOL_BEGINNING || !system_can_read(data, PROTOCOL_BEGINNING))
		size = 0;
	if (protocol_is_tls(data, size))
		descriptor->shared->is_tls = 1;
	enum goodbye goodbye = protocol_goodbye(data, size);
	if (!goodbye)
		ended_before(fd, descriptor);
	if (!goodbye && connections_are_ending())
		goodbye = GOODBYE_AT_EXIT;
	if (goodbye)
		ends(fd, descriptor, goodbye, false);
	return (struct writing){descriptor, is_shared(fd, descriptor, WRITTEN, 1)};
}

void watch_wrote(struct writing *writing, ssize_t bytes)
{
	if (!writing->descriptor)
		return;
	count(writing->descriptor, WRITTEN, bytes > 0 ? bytes - 1 : -1);
	if (bytes > 0 && writing->is_shared)
		tell_shared(writing->descriptor, WRITTEN);
}

/* A child of vfork(2) has our memory, but descriptors of its own. */
static bool is_vfork_child(void)
{
	return own_pid_epoch == lineage_epoch() && own_pid != system_getpid();
}

void watch_copied(int from, int to)
{
	connections_start_once();
	if (to >= 0 && from != to && !is_vfork_child())
		descriptors_copied(from, to);
}

/* The parent's end is near, but may not have come yet. */
static void take_over(int fd, struct descriptor *descriptor, int from)
{
	(void)fd;
	int owner = from;
	atomic_compare_exchange_strong(&descriptor->shared->owner, &owner, self());
}

void watch_before_daemon(void)
{
	in_daemon = true;
	self();
}

void watch_after_daemon(int result)
{
	int parent = own_pid;
	in_daemon = false;
	if (result == 0 && self() != parent)
		descriptors_each(take_over, parent);
}

static void cut(int fd, struct descriptor *descriptor, int unused)
{
	(void)unused;
	if (descriptor->is_listed && is_still(fd, descriptor) &&
	    descriptor->epoch != lineage_epoch())
		watch_use(fd);
}

void watch_in_child(void)
{
	lineage_child();
	if (wanted.isolates && wanted.at_fork && !in_daemon)
		descriptors_each(cut, 0);
}
