/* SPDX-License-Identifier: MIT
 *
 * Noticing. What was connected, or is a socket that was not seen before, is looked at
 * once, at the next fork; what is known by then costs a fork no system call. A number
 * that has become something else since is found out where it matters: at its first use in
 * a child, and before anything is told of it.
 */
#include "descriptors.h"
#include "core/lineage.h"
#include "filter.h"
#include "looking.h"
#include "open.h"
#include "peers.h"
#include "process.h"
#include "system.h"
#include "table.h"
#include "watch.h"

#include <string.h>

enum { MOST = TABLE_MOST, FIRST = OPEN_FIRST };

static bool is_there;                   /* the table */
static bool watches_all;                /* not only what FORKSEED_PEERS has */
static _Atomic int highest = FIRST - 1; /* that was used or connected */

static unsigned char none[1] = {MARK_PLAIN};
unsigned char *_Atomic watch_marks;
unsigned watch_last;
bool watch_any;

/* False while another thread, or what a handler interrupted, is starting. */
static bool has_mark(int fd)
{
	return atomic_load(&watch_marks) && (unsigned)fd <= watch_last;
}

static void set_mark(int fd, enum mark mark)
{
	if (watch_marks[fd] != mark)
		watch_marks[fd] = mark;
}

void descriptors_forget(int fd)
{
	if (table_at(fd))
		table_at(fd)->cookie = 0;
	set_mark(fd, MARK_PLAIN);
}

/* No system call here: the process may be in a sandbox that kills for one. */
static void note(int fd, enum mark mark)
{
	for (int was = highest;
	     fd > was && !atomic_compare_exchange_weak(&highest, &was, fd);)
		continue;
	set_mark(fd, fd < FIRST ? MARK_PLAIN : mark);
}

/* False where there is no memory for it. */
static bool begin_anew(int fd)
{
	struct descriptor *descriptor = table_make(fd);
	if (!descriptor)
		return false;
	descriptor->cookie = 0;
	descriptor->is_named = 0;
	descriptor->maker = process_if_known();
	for (int i = 0; i < DIRECTIONS; i++)
		descriptor->at_fork[i] = descriptor->since[i] = 0;
	descriptor->epoch = lineage_epoch();
	return true;
}

void descriptors_is(int fd, enum mark mark)
{
	if (has_mark(fd) && is_there && begin_anew(fd))
		note(fd, mark);
}

void descriptors_connected(int fd, const struct peer *peer)
{
	descriptors_is(fd, MARK_CONNECTED);
	if (!peer || !has_mark(fd) || watch_marks[fd] != MARK_CONNECTED)
		return;
	table_at(fd)->is_listed = peers_list(peer);
	table_at(fd)->is_named = 1;
}

static bool is_described(enum mark mark)
{
	return mark == MARK_WATCHED || mark == MARK_CONNECTED || mark == MARK_SET ||
	       mark == MARK_CUT;
}

void descriptors_copied(int from, int to)
{
	if (!has_mark(from) || !has_mark(to) || !is_there)
		return;
	enum mark mark = to < FIRST ? MARK_PLAIN : watch_marks[from];
	if (is_described(mark) && !(table_at(from) && table_make(to)))
		mark = MARK_PLAIN;
	else if (is_described(mark))
		*table_at(to) = *table_at(from);
	note(to, mark);
}

enum mark descriptors_mark(int fd)
{
	return has_mark(fd) ? (enum mark)watch_marks[fd] : MARK_PLAIN;
}

bool descriptors_is_own(int fd)
{
	return table_at(fd) && table_at(fd)->epoch == lineage_epoch();
}

struct descriptor *descriptors_watched(int fd)
{
	if (!has_mark(fd))
		return NULL;
	if (watch_marks[fd] == MARK_WATCHED)
		return table_at(fd)->cookie ? table_at(fd) : NULL;
	if (watch_marks[fd] == MARK_NEW)
		note(fd, MARK_USED);
	return NULL;
}

bool descriptors_still(int fd, const struct descriptor *descriptor)
{
	return descriptor->shared && descriptor->cookie == socket_cookie(fd) &&
	       descriptor->shared->cookie == descriptor->cookie;
}

/* Of Unix sockets only listed ones are anybody's business. Others are left alone: a
 * child's first use costs system calls, which its sandbox may forbid. */
static void examine_client(int fd, uint64_t cookie, uint64_t opener,
			   struct descriptor *found)
{
	struct peer peer;
	if (!socket_peer(fd, &peer))
		return;
	found->is_listed = peers_list(&peer);
	if (found->is_listed || (watches_all && !peer.path))
		found->shared = shared_find(cookie, opener, peer.text);
}

/* The cookie comes last: a child that another thread makes meanwhile finds it missing, or
 * all of it. */
static void learn(int fd, uint64_t cookie, const struct descriptor *found)
{
	struct descriptor *descriptor = table_at(fd);
	descriptor->cookie = 0;
	descriptor->epoch = found->epoch;
	descriptor->shared = found->shared;
	descriptor->is_listed = found->is_listed;
	for (int i = 0; i < DIRECTIONS; i++) {
		descriptor->at_fork[i] = descriptor->since[i] = found->shared->moved[i];
		descriptor->own[i] = 0;
	}
	descriptor->cookie = cookie;
	watch_any = true;
}

/* Another thread may have connected meanwhile what has the number now. */
static void set_looked_at(int fd, enum mark meanwhile, enum mark mark)
{
	unsigned char before = (unsigned char)meanwhile;
	__atomic_compare_exchange_n(&watch_marks[fd], &before, (unsigned char)mark, false,
				    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

/* What is not connected yet is looked at again at the next fork. Nobody may have seen it
 * being made: its entry, if there is one, is another's. */
static enum mark mark_of_unconnected(int fd, enum mark before)
{
	if (before != MARK_CONNECTED && !begin_anew(fd))
		return MARK_PLAIN;
	watch_any = true;
	return MARK_CONNECTED;
}

/* An ancestor's stays the ancestor's, and is no other thread's to use meanwhile. */
static void look(int fd, find_opener *opened_by)
{
	enum mark before = descriptors_mark(fd);
	bool missed = descriptors_missed(fd);
	enum mark meanwhile = missed ? MARK_CONNECTED : MARK_LOOKED_AT;
	set_mark(fd, meanwhile);
	struct descriptor found = {.epoch = missed ? table_at(fd)->epoch
						   : lineage_epoch()};
	uint64_t cookie = socket_cookie(fd);
	enum side side =
		!cookie || open_was_handed_on(cookie) ? SIDE_OTHER : socket_side(fd);
	if (side == SIDE_CLIENT)
		examine_client(fd, cookie, missed ? opened_by(fd) : process_self(),
			       &found);
	if (missed && !descriptors_missed(fd))
		return; /* another thread has connected it */
	enum mark mark = MARK_PLAIN;
	if (side == SIDE_NOT_YET) {
		mark = mark_of_unconnected(fd, before);
	} else if (found.shared && table_make(fd)) {
		learn(fd, cookie, &found);
		mark = MARK_WATCHED;
	}
	set_looked_at(fd, meanwhile, mark);
}

/* Its entry went to another connection while this process's forks did not meet it. */
static bool is_lost(const struct descriptor *descriptor)
{
	return descriptor->cookie && descriptor->epoch == lineage_epoch() &&
	       descriptor->shared->cookie != descriptor->cookie;
}

/* Writes only what has changed: after a fork each page that is written to is a fault. */
static void remember(struct descriptor *descriptor)
{
	if (!descriptor->cookie || descriptor->shared->cookie != descriptor->cookie)
		return;
	shared_met(descriptor->shared);
	for (int i = 0; i < DIRECTIONS; i++)
		if (descriptor->at_fork[i] != descriptor->shared->moved[i])
			descriptor->at_fork[i] = descriptor->shared->moved[i];
}

static bool has_news(void)
{
	for (int fd = FIRST; (fd = table_next_marked(fd, highest)) < MOST; fd++)
		if (watch_marks[fd] != MARK_WATCHED || is_lost(table_at(fd)))
			return true;
	return false;
}

void descriptors_notice(find_opener *opened_by)
{
	bool looks = is_there && !filter_is_on() && has_news() && looking_begin();
	for (int fd = FIRST; is_there && (fd = table_next_marked(fd, highest)) < MOST;
	     fd++)
		if (watch_marks[fd] == MARK_WATCHED && !is_lost(table_at(fd)))
			remember(table_at(fd));
		else if (looks)
			look(fd, opened_by);
	if (looks)
		looking_end();
}

bool descriptors_missed(int fd)
{
	return has_mark(fd) && watch_marks[fd] == MARK_CONNECTED &&
	       table_at(fd)->epoch != lineage_epoch();
}

/* Several threads of the child may come to use it at once. */
void descriptors_catch_up(int fd, find_opener *opened_by)
{
	bool is_mine = looking_begin();
	if (descriptors_missed(fd))
		look(fd, opened_by);
	if (is_mine)
		looking_end();
}

static void suspect(int fd)
{
	if (descriptors_missed(fd) || (watch_marks[fd] == MARK_SET && !socket_cookie(fd)))
		return;
	if (watch_marks[fd] != MARK_WATCHED || table_at(fd)->cookie != socket_cookie(fd))
		descriptors_is(fd, MARK_CONNECTED);
}

void descriptors_suspect_all(void)
{
	if (is_there && !filter_is_on())
		open_visit(suspect, highest, MOST);
}

void descriptors_start(bool wanted, bool all)
{
	watches_all = all;
	is_there = wanted;
	if (!wanted) {
		watch_marks = none;
		return;
	}
	table_start();
	open_hand_on(MOST);
}

void descriptors_each(void (*visit)(int fd, struct descriptor *descriptor, uint64_t data),
		      uint64_t data)
{
	for (int fd = FIRST; is_there && (fd = table_next_marked(fd, highest)) < MOST;
	     fd++) {
		struct descriptor *descriptor = descriptors_watched(fd);
		if (descriptor)
			visit(fd, descriptor, data);
	}
}
