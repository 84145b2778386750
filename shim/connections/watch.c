/* SPDX-License-Identifier: MIT
 *
 * The rules: whose a connection is, and when a child is cut off. When two processes share
 * one is in sharing.c, how a socket is recognised in sockets.c.
 */
#include "watch.h"
#include "core/lineage.h"
#include "dead-end.h"
#include "descriptors.h"
#include "holders.h"
#include "process.h"
#include "start.h"
#include "tell.h"

static struct watching wanted;
static int daemon_parent; /* while daemon(3) runs; else 0 */

void watch_start(const struct watching *settings)
{
	if (settings)
		wanted = *settings;
	descriptors_start(settings, wanted.records);
}

/* Its pid is known to its children. */
void watch_connected(int fd)
{
	connections_start_once();
	process_self();
	descriptors_connected(fd);
}

/* Where hooks are bypassed, connect(2)'s is as well. */
void watch_before_fork(void)
{
	if (watch_any)
		holders_before_fork();
	if (wanted.at_fork)
		descriptors_suspect_all();
	descriptors_notice(process_self());
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
		if (owner == process_self())
			return true;
		if (owner_holds(owner, fd) != HOLDS_NOT)
			return false;
		if (atomic_compare_exchange_strong(&shared->owner, &owner,
						   process_self()))
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

static bool begin(int fd, struct descriptor *descriptor)
{
	if (descriptors_still(fd, descriptor) && keeps(fd, descriptor)) {
		adopt(descriptor);
		return true;
	}
	descriptors_forget(fd);
	return false;
}

bool watch_use(int fd)
{
	connections_start_once();
	if (descriptors_missed(fd))
		descriptors_catch_up(fd, process_parent());
	struct descriptor *descriptor = descriptors_watched(fd);
	if (!descriptor)
		return false;
	bool is_own = descriptor->epoch == lineage_epoch();
	return (is_own || begin(fd, descriptor)) && wanted.records;
}

void watch_copied(int from, int to)
{
	if (to >= 0 && from != to && !process_is_vfork_child())
		descriptors_copied(from, to);
}

/* The parent's end is near, but may not have come yet. */
static void take_over(int fd, struct descriptor *descriptor, int from)
{
	(void)fd;
	int owner = from;
	atomic_compare_exchange_strong(&descriptor->shared->owner, &owner,
				       process_self());
}

void watch_before_daemon(void)
{
	daemon_parent = process_self();
}

void watch_after_daemon(int result)
{
	int parent = daemon_parent;
	daemon_parent = 0;
	if (result == 0 && process_self() != parent)
		descriptors_each(take_over, parent);
}

static void cut(int fd, struct descriptor *descriptor, int unused)
{
	(void)unused;
	if (descriptor->is_listed)
		watch_use(fd);
}

void watch_in_child(void)
{
	lineage_child();
	if (wanted.isolates && wanted.at_fork && !daemon_parent)
		descriptors_each(cut, 0);
}
