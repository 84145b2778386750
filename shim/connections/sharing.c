/* SPDX-License-Identifier: MIT
 *
 * When two processes share a connection, or one ends it for the other: judged by what
 * they read and write, for findings. Nothing is changed here.
 */
#include "descriptors.h"
#include "holders.h"
#include "process.h"
#include "protocols.h"
#include "start.h"
#include "system.h"
#include "tell.h"
#include "watch.h"

/* The other one still has it, or keeps a cipher's state that has gone on without us. */
static bool is_proven(int fd, const struct descriptor *descriptor, uint64_t other)
{
	return descriptors_still(fd, descriptor) &&
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
	uint64_t other = shared_move(shared, direction, process_self());
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
	if (descriptors_still(fd, descriptor))
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
	uint64_t owner = shared->owner;
	bool is_used = descriptor->own[READ] + descriptor->own[WRITTEN] > 0;
	if (!descriptors_still(fd, descriptor) || owner == process_self())
		return;
	if (is_used || is_half) {
		shared->goodbye = how;
		shared->ender = process_self();
	} else if (holds_socket(owner, fd) == HOLDS) {
		tell_ended(shared, how);
	}
}

static void ended_before(int fd, struct descriptor *descriptor)
{
	struct shared *shared = descriptor->shared;
	uint64_t ender = shared->ender;
	if (ender && ender != process_self() && descriptors_still(fd, descriptor))
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
