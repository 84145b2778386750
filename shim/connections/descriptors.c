/* SPDX-License-Identifier: MIT
 *
 * Noticing. What was connected, or is a socket that was not seen before, is looked at
 * once, at the next fork; what is known by then costs a fork no system call. A number
 * that has become something else since is found out where it matters: at its first use in
 * a child, and before anything is told of it.
 */
#include "descriptors.h"
#include "core/lineage.h"
#include "peers.h"
#include "system.h"
#include "watch.h"

#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum {
	MOST = 65536, /* descriptors beyond are left alone */
	FIRST = 3,    /* stdin, stdout and stderr are never touched */
	BLOCK = 64,
	PATIENCE = 10000, /* turns of waiting for another thread's look */
	HANDED_ON = 64,   /* sockets that were there at exec */
};

/* One mapping, of which only what is used takes memory. */
struct table {
	unsigned char marks[MOST];
	struct descriptor descriptors[MOST];
};

static struct table *table;
static bool watches_all; /* not only what FORKSEED_PEERS has */
static uint64_t handed_on[HANDED_ON];
static int highest = FIRST - 1;          /* that was used or connected */
static _Atomic uint64_t looking_process; /* its epoch, while it looks */
static _Atomic uintptr_t looking_thread;

static unsigned char none[1] = {MARK_PLAIN};
unsigned char *watch_marks;
unsigned watch_last = (unsigned)-1;
bool watch_any;

static void set_mark(int fd, enum mark mark)
{
	if (watch_marks[fd] != mark)
		watch_marks[fd] = mark;
}

void descriptors_forget(int fd)
{
	table->descriptors[fd].cookie = 0;
	set_mark(fd, MARK_PLAIN);
}

/* No system call here: the process may be in a sandbox that kills for one. */
static void note(int fd, enum mark mark)
{
	highest = fd > highest ? fd : highest;
	set_mark(fd, fd < FIRST ? MARK_PLAIN : mark);
}

void descriptors_connected(int fd)
{
	if ((unsigned)fd > watch_last || !table)
		return;
	table->descriptors[fd].epoch = lineage_epoch();
	note(fd, MARK_CONNECTED);
}

void descriptors_copied(int from, int to)
{
	if ((unsigned)from > watch_last || (unsigned)to > watch_last || !table)
		return;
	enum mark mark = to < FIRST ? MARK_PLAIN : watch_marks[from];
	if (mark == MARK_WATCHED)
		table->descriptors[to] = table->descriptors[from];
	if (mark != MARK_NEW)
		note(to, mark);
	else
		set_mark(to, MARK_NEW);
}

struct descriptor *descriptors_watched(int fd)
{
	if ((unsigned)fd > watch_last)
		return NULL;
	if (watch_marks[fd] == MARK_WATCHED)
		return table->descriptors[fd].cookie ? &table->descriptors[fd] : NULL;
	if (watch_marks[fd] == MARK_NEW)
		note(fd, MARK_USED);
	return NULL;
}

static bool was_handed_on(uint64_t cookie)
{
	for (int i = 0; i < HANDED_ON; i++)
		if (handed_on[i] == cookie)
			return true;
	return false;
}

/* Of Unix sockets only listed ones are anybody's business. Those that are of no interest
 * are left alone: a child's first use costs system calls, which its sandbox may forbid.
 */
static void examine_client(int fd, uint64_t cookie, int pid, struct descriptor *found)
{
	struct peer peer;
	if (!socket_peer(fd, &peer))
		return;
	found->is_listed = peers_list(&peer);
	if (found->is_listed || (watches_all && !peer.path))
		found->shared = shared_find(cookie, pid, peer.text);
}

/* The cookie comes last: a child that another thread makes meanwhile finds it missing, or
 * all of it. */
static void learn(int fd, uint64_t cookie, const struct descriptor *found)
{
	struct descriptor *descriptor = &table->descriptors[fd];
	descriptor->cookie = 0;
	descriptor->epoch = lineage_epoch();
	descriptor->shared = found->shared;
	descriptor->is_listed = found->is_listed;
	for (int i = 0; i < DIRECTIONS; i++) {
		descriptor->at_fork[i] = descriptor->since[i] = found->shared->moved[i];
		descriptor->own[i] = 0;
	}
	descriptor->cookie = cookie;
	watch_any = true;
	set_mark(fd, MARK_WATCHED);
}

/* What is not connected yet is looked at again at the next fork. */
static void look(int fd, int pid)
{
	struct descriptor found = {0};
	uint64_t cookie = socket_cookie(fd);
	enum side side = !cookie || was_handed_on(cookie) ? SIDE_OTHER : socket_side(fd);
	if (side == SIDE_CLIENT)
		examine_client(fd, cookie, pid, &found);
	if (found.shared)
		learn(fd, cookie, &found);
	else if (side != SIDE_NOT_YET)
		descriptors_forget(fd);
}

/* Writes only what has changed: after a fork each page that is written to is a fault. */
static void remember(struct descriptor *descriptor)
{
	for (int i = 0; descriptor->cookie && i < DIRECTIONS; i++)
		if (descriptor->at_fork[i] != descriptor->shared->moved[i])
			descriptor->at_fork[i] = descriptor->shared->moved[i];
}

/* True when the look is this thread's. Another one's is waited for, since the child that
 * is about to be made needs what it finds; an interrupted call of this thread is not. */
static bool begin_look(void)
{
	uint64_t own = lineage_epoch();
	for (int turn = 0; turn < PATIENCE; turn++) {
		uint64_t holder = looking_process;
		if (holder != own &&
		    atomic_compare_exchange_strong(&looking_process, &holder, own)) {
			looking_thread = (uintptr_t)pthread_self();
			return true;
		}
		if (looking_thread == (uintptr_t)pthread_self())
			return false;
		raw_syscall(SYS_sched_yield, 0, 0, 0, 0);
	}
	return false;
}

static void end_look(void)
{
	looking_thread = 0;
	looking_process = 0;
}

static bool is_marked(int fd)
{
	return watch_marks[fd] & MARKED;
}

/* The next one that is marked, from `fd` on, or MOST: eight at a time. */
static int next_marked(int fd)
{
	while (fd <= highest && !is_marked(fd)) {
		uint64_t eight;
		memcpy(&eight, &watch_marks[fd & ~7], sizeof eight);
		bool has_none = !(eight & 0x0101010101010101 * MARKED);
		fd = has_none ? (fd & ~7) + 8 : fd + 1;
	}
	return fd <= highest ? fd : MOST;
}
_Static_assert(!((MARK_NEW | MARK_PLAIN) & MARKED), "a fork passes over these");

static bool has_news(void)
{
	for (int fd = FIRST; (fd = next_marked(fd)) < MOST; fd++)
		if (watch_marks[fd] != MARK_WATCHED)
			return true;
	return false;
}

void descriptors_notice(int pid)
{
	bool looks = table && has_news() && begin_look();
	for (int fd = FIRST; table && (fd = next_marked(fd)) < MOST; fd++)
		if (watch_marks[fd] == MARK_WATCHED)
			remember(&table->descriptors[fd]);
		else if (looks)
			look(fd, pid);
	if (looks)
		end_look();
}

bool descriptors_missed(int fd)
{
	return (unsigned)fd <= watch_last && watch_marks[fd] == MARK_CONNECTED &&
	       table->descriptors[fd].epoch != lineage_epoch();
}

void descriptors_catch_up(int fd, int pid)
{
	uint64_t ancestor = table->descriptors[fd].epoch;
	look(fd, pid);
	table->descriptors[fd].epoch = ancestor;
}

/* How many of a block are open. */
static int visit_block(int first, void (*visit)(int fd))
{
	static const struct timespec at_once = {0};
	struct pollfd block[BLOCK];
	int open = 0;
	for (int i = 0; i < BLOCK; i++)
		block[i] = (struct pollfd){.fd = first + i};
	if (raw_syscall5(SYS_ppoll, (long)block, BLOCK, (long)&at_once, 0, 0) < 0)
		return 0;
	for (int i = 0; i < BLOCK; i++)
		if (!(block[i].revents & POLLNVAL)) {
			visit(first + i);
			open++;
		}
	return open;
}

/* Whoever leaves a gap of a whole block has the rest left alone. */
static void visit_open(void (*visit)(int fd))
{
	for (int first = FIRST; first + BLOCK <= MOST; first += BLOCK)
		if (!visit_block(first, visit) && first > highest)
			return;
}

static void suspect(int fd)
{
	if (watch_marks[fd] != MARK_WATCHED ||
	    table->descriptors[fd].cookie != socket_cookie(fd))
		descriptors_connected(fd);
}

void descriptors_suspect_all(void)
{
	if (table)
		visit_open(suspect);
}

static void hand_on(int fd)
{
	uint64_t cookie = socket_cookie(fd);
	for (int i = 0; cookie && i < HANDED_ON; i++)
		if (!handed_on[i] || handed_on[i] == cookie) {
			handed_on[i] = cookie;
			return;
		}
}

void descriptors_start(bool wanted, bool all)
{
	watches_all = all;
	void *memory = wanted ? mmap(NULL, sizeof *table, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
			      : MAP_FAILED;
	table = memory == MAP_FAILED ? NULL : memory;
	if (table)
		visit_open(hand_on);
	watch_last = table ? MOST - 1 : 0;
	watch_marks = table ? table->marks : none;
}

void descriptors_each(void (*visit)(int fd, struct descriptor *descriptor, int data),
		      int data)
{
	for (int fd = FIRST; table && (fd = next_marked(fd)) < MOST; fd++)
		if (watch_marks[fd] == MARK_WATCHED && table->descriptors[fd].cookie)
			visit(fd, &table->descriptors[fd], data);
}
