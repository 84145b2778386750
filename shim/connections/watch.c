/* SPDX-License-Identifier: MIT
 *
 * The rules: whose a connection is, and when a child is cut off. When two processes share
 * one is in sharing.c, how a socket is recognised in sockets.c.
 */
#include "watch.h"
#include "core/lineage.h"
#include "cut.h"
#include "dead-end.h"
#include "descriptors.h"
#include "filter.h"
#include "gate.h"
#include "holders.h"
#include "process.h"
#include "start.h"
#include "table.h"
#include "tell.h"
#include "unseen.h"

static struct watching wanted;
static uint64_t daemon_parent; /* while daemon(3) runs; else 0 */

void watch_start(const struct watching *settings)
{
	if (settings)
		wanted = *settings;
	descriptors_start(settings, wanted.records);
	if (settings)
		(void)process_self();
}

void watch_opening(void)
{
	connections_start_once();
	gate_enter();
}

/* What is no stream can't be a connection; what is, may become one at any time. */
void watch_opened(int fd, int domain, int type)
{
	enum { KIND = 0xf }; /* the rest are flags (socket(2)) */
	bool is_stream = (type & KIND) == SOCK_STREAM &&
			 (domain == AF_INET || domain == AF_INET6 || domain == AF_UNIX);
	if (fd >= 0 && !process_is_vfork_child()) {
		if (is_stream && !filter_is_on())
			(void)process_self(); /* for its children to know */
		descriptors_is(fd, is_stream ? MARK_CONNECTED : MARK_PLAIN);
	}
	gate_leave();
}

void watch_opened_set(int fd)
{
	if (fd >= 0 && !process_is_vfork_child())
		descriptors_is(fd, MARK_SET);
	gate_leave();
}

void watch_connected(int fd, const struct sockaddr *address, socklen_t length)
{
	struct peer peer;
	connections_start_once();
	bool is_named = socket_peer_at(address, length, &peer);
	descriptors_connected(fd, is_named ? &peer : NULL);
}

/* Who has opened what was inherited unconnected: who made it, or else the parent. Neither
 * has it: its number is one of this process's own. */
static uint64_t opener_of(int fd)
{
	uint64_t maker = table_at(fd)->maker, parent = process_parent();
	if (maker && holds_socket(maker, fd) != HOLDS_NOT)
		return maker;
	return holds_socket(parent, fd) != HOLDS_NOT ? parent : process_self();
}

/* Where hooks are bypassed, connect(2)'s is as well. */
static void look(void)
{
	if (watch_any)
		(void)process_self(); /* children find their parent's name */
	if (wanted.at_fork)
		descriptors_suspect_all();
	if (wanted.warns && !filter_is_on())
		unseen_tell();
	descriptors_notice(opener_of);
}

void watch_before_fork(void)
{
	filter_left_child();
	gate_close();
	look();
}

void watch_after_fork(void)
{
	gate_open();
}

void watch_before_vfork(void)
{
	connections_start_once();
	if (!filter_is_on())
		(void)process_self();
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
		uint64_t owner = shared->owner;
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
static bool keeps(int fd, struct descriptor *descriptor, bool *is_cut)
{
	bool may_cut = wanted.isolates && descriptor->is_listed;
	if ((!may_cut && !wanted.touches) || takes_over(fd, descriptor->shared))
		return true;
	bool cut = may_cut && cut_off(fd);
	*is_cut = cut;
	if (wanted.records)
		tell_touch(descriptor->shared, cut,
			   cut       ? "cut off"
			   : may_cut ? "could not be cut off: no descriptor was free"
				     : "used by a child");
	return !cut;
}

/* Nothing can be done where a filter may kill for it, nor found out. */
static void give_up(int fd, struct descriptor *descriptor)
{
	if (wanted.isolates && descriptor->is_listed && wanted.records)
		tell_touch(descriptor->shared, false,
			   "could not be cut off: system calls are filtered");
	descriptors_forget(fd);
}

static bool begin(int fd, struct descriptor *descriptor)
{
	bool cut = false;
	if (process_is_vfork_child())
		return false;
	if (filter_is_on()) {
		give_up(fd, descriptor);
		return false;
	}
	if (descriptors_still(fd, descriptor) && keeps(fd, descriptor, &cut)) {
		adopt(descriptor);
		return true;
	}
	descriptors_forget(fd);
	if (cut)
		cut_note(fd);
	return false;
}

/* A child has a socket that its parent has not connected yet, but may at any time, and is
 * about to move bytes. To a listed peer: it is cut off. To whom is not known: a socket of
 * the child's own fails in the same way, and leads nowhere later. */
static void keep_from(int fd, bool moves)
{
	struct descriptor *descriptor = table_at(fd);
	bool is_named = descriptor->is_named;
	if (is_named ? !descriptor->is_listed : !moves)
		return;
	uint64_t opener = opener_of(fd);
	if (opener == process_self() || owner_holds(opener, fd) != HOLDS)
		return;
	int fresh = is_named ? -1 : socket_like(fd);
	if (is_named && cut_off(fd))
		cut_note(fd);
	else if (fresh >= 0 && replace(fd, fresh))
		descriptors_is(fd, MARK_CONNECTED);
}

static void catch_up(int fd, bool moves)
{
	if (filter_is_on() || process_is_vfork_child())
		return;
	descriptors_catch_up(fd, opener_of);
	if (!wanted.isolates || !descriptors_missed(fd))
		return;
	if (table_at(fd)->is_named || socket_is_fresh(fd))
		keep_from(fd, moves);
	else /* it has ended, or was connected since it was looked at */
		descriptors_catch_up(fd, opener_of);
}

static bool use(int fd, bool moves)
{
	connections_start_once();
	if (descriptors_missed(fd))
		catch_up(fd, moves);
	struct descriptor *descriptor = descriptors_watched(fd);
	if (!descriptor)
		return false;
	bool is_own = descriptor->epoch == lineage_epoch();
	return (is_own || begin(fd, descriptor)) && wanted.records && !filter_is_on();
}

bool watch_use(int fd)
{
	return use(fd, true);
}

void watch_wait(int fd)
{
	(void)use(fd, false);
}

bool watch_isolates(void)
{
	return wanted.isolates;
}

bool watch_is_inherited(int fd)
{
	enum mark mark = descriptors_mark(fd);
	if (!wanted.isolates || mark == MARK_CUT)
		return wanted.isolates;
	if (mark == MARK_CONNECTED)
		return descriptors_missed(fd);
	return mark == MARK_WATCHED && !descriptors_is_own(fd) && table_at(fd)->is_listed;
}

void watch_copied(int from, int to)
{
	if (to >= 0 && from != to && !filter_is_on() && !process_is_vfork_child())
		descriptors_copied(from, to);
	gate_leave();
}

/* The parent's end is near, but may not have come yet. */
static void take_over(int fd, struct descriptor *descriptor, uint64_t from)
{
	(void)fd;
	uint64_t owner = from;
	atomic_compare_exchange_strong(&descriptor->shared->owner, &owner,
				       process_self());
}

void watch_before_daemon(void)
{
	daemon_parent = filter_is_on() ? 0 : process_self();
}

void watch_after_daemon(int result)
{
	uint64_t parent = daemon_parent;
	daemon_parent = 0;
	if (result == 0 && parent && process_self() != parent)
		descriptors_each(take_over, parent);
}

static void cut(int fd, struct descriptor *descriptor, uint64_t unused)
{
	(void)unused;
	if (descriptor->is_listed)
		watch_use(fd);
}

/* Later would be too late: the parent looks at what its children will inherit, a child
 * takes leave of what it has inherited. */
void watch_before_filter(void)
{
	connections_start_once();
	if (filter_is_on())
		return;
	(void)process_self();
	look();
	if (wanted.isolates)
		descriptors_each(cut, 0);
}

void watch_in_child(void)
{
	lineage_child();
	if (wanted.isolates && wanted.at_fork && !daemon_parent)
		descriptors_each(cut, 0);
}
