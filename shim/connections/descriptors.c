/* SPDX-License-Identifier: MIT
 *
 * Noticing: one poll(2) tells which descriptors are open, one getsockopt(2) for each
 * whether it is still what it was. Only sockets that are new are looked at closely.
 */
#include "descriptors.h"
#include "core/lineage.h"
#include "peers.h"
#include "system.h"
#include "watch.h"

#include <poll.h>
#include <sys/mman.h>
#include <time.h>

enum {
	MOST = 65536, /* descriptors beyond are left alone */
	FIRST = 3,    /* stdin, stdout and stderr are never touched */
	BLOCK = 64,
	HANDED_ON = 64, /* sockets that were there at exec */
};

static struct descriptor *descriptors;
static uint64_t handed_on[HANDED_ON];
static int highest = FIRST - 1;           /* no watched or used one is above */
static _Atomic uint64_t noticing_process; /* its epoch, while it looks */

static unsigned char none[1] = {MARK_PLAIN};
unsigned char *watch_marks;
unsigned watch_last = (unsigned)-1;
bool watch_any;

static void *zeroed(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return memory == MAP_FAILED ? NULL : memory;
}

static void set_mark(int fd, enum mark mark)
{
	if (watch_marks[fd] != mark)
		watch_marks[fd] = mark;
}

static void forget(int fd, enum mark mark)
{
	if (descriptors[fd].cookie)
		descriptors[fd].cookie = 0;
	set_mark(fd, mark);
}

void descriptors_forget(int fd)
{
	forget(fd, MARK_PLAIN);
}

struct descriptor *descriptors_watched(int fd)
{
	if ((unsigned)fd > watch_last || watch_marks[fd] == MARK_PLAIN)
		return NULL;
	if (watch_marks[fd] == MARK_NEW) {
		if (fd > highest)
			highest = fd;
		set_mark(fd, MARK_PLAIN);
		return NULL;
	}
	return descriptors[fd].cookie ? &descriptors[fd] : NULL;
}

static bool was_handed_on(uint64_t cookie)
{
	for (int i = 0; i < HANDED_ON; i++)
		if (handed_on[i] == cookie)
			return true;
	return false;
}

/* Fills in what it is; false: not connected yet, ask again. */
static bool examine(int fd, uint64_t cookie, int pid, struct descriptor *found)
{
	enum side side = was_handed_on(cookie) ? SIDE_OTHER : socket_side(fd);
	struct peer peer;
	if (side == SIDE_NOT_YET)
		return false;
	if (side == SIDE_CLIENT && socket_peer(fd, &peer)) {
		found->is_listed = peers_list(&peer);
		/* Of Unix sockets only listed ones are anybody's business. */
		if (!peer.path || found->is_listed)
			found->shared = shared_find(cookie, pid);
	}
	return true;
}

/* The cookie is cleared first and set last: a child that another thread makes meanwhile
 * finds it missing, or all of it. */
static void learn(int fd, uint64_t cookie, int pid)
{
	struct descriptor *descriptor = &descriptors[fd], found = {0};
	bool is_final = examine(fd, cookie, pid, &found);
	descriptors_forget(fd);
	if (!is_final)
		return;
	descriptor->epoch = lineage_epoch();
	descriptor->shared = found.shared;
	descriptor->is_listed = found.is_listed;
	for (int i = 0; i < DIRECTIONS && found.shared; i++) {
		descriptor->at_fork[i] = descriptor->since[i] = found.shared->moved[i];
		descriptor->own[i] = 0;
	}
	descriptor->cookie = cookie;
	if (found.shared)
		watch_any = true;
	set_mark(fd, found.shared ? MARK_WATCHED : MARK_PLAIN);
}

static void remember(struct descriptor *descriptor)
{
	for (int i = 0; i < DIRECTIONS; i++)
		if (descriptor->at_fork[i] != descriptor->shared->moved[i])
			descriptor->at_fork[i] = descriptor->shared->moved[i];
}

static void notice(int fd, int pid)
{
	struct descriptor *descriptor = &descriptors[fd];
	uint64_t cookie = socket_cookie(fd);
	bool is_known = cookie == descriptor->cookie &&
			(!descriptor->shared || descriptor->shared->cookie == cookie);
	if (!cookie || (is_known && !descriptor->shared))
		cookie ? set_mark(fd, MARK_PLAIN) : descriptors_forget(fd);
	else if (is_known && watch_marks[fd] == MARK_WATCHED)
		remember(descriptor);
	else
		learn(fd, cookie, pid);
}

/* How many of a block are open. */
static int visit_block(int first, void (*visit)(int fd, int data), int data)
{
	static const struct timespec at_once = {0};
	struct pollfd block[BLOCK];
	int open = 0;
	for (int i = 0; i < BLOCK; i++)
		block[i] = (struct pollfd){.fd = first + i};
	if (raw_syscall5(SYS_ppoll, (long)block, BLOCK, (long)&at_once, 0, 0) < 0)
		return 0;
	for (int i = 0; i < BLOCK; i++)
		if (block[i].revents & POLLNVAL) {
			forget(first + i, MARK_NEW);
		} else {
			visit(first + i, data);
			highest = first + i > highest ? first + i : highest;
			open++;
		}
	return open;
}

/* As far as one is known to be used, and on while there are more. */
static void visit_all(void (*visit)(int fd, int data), int data)
{
	for (int first = FIRST, open = 1; first + BLOCK < MOST; first += BLOCK) {
		if (first > highest && !open)
			return;
		open = visit_block(first, visit, data);
	}
}

void descriptors_notice(int pid)
{
	uint64_t own = lineage_epoch(), holder = noticing_process;
	if (!descriptors || holder == own ||
	    !atomic_compare_exchange_strong(&noticing_process, &holder, own))
		return; /* a thread or an interrupted call of this process is at it */
	visit_all(notice, pid);
	noticing_process = 0;
}

static void hand_on(int fd, int count)
{
	(void)count;
	uint64_t cookie = socket_cookie(fd);
	for (int i = 0; cookie && i < HANDED_ON; i++)
		if (!handed_on[i] || handed_on[i] == cookie) {
			handed_on[i] = cookie;
			return;
		}
}

void descriptors_start(bool wanted)
{
	descriptors = wanted ? zeroed(MOST * sizeof *descriptors) : NULL;
	unsigned char *marks = descriptors ? zeroed(MOST) : NULL;
	watch_last = marks ? MOST - 1 : 0;
	watch_marks = marks ? marks : none;
	if (!marks)
		descriptors = NULL;
	else
		visit_all(hand_on, 0);
}

void descriptors_each(void (*visit)(int fd, struct descriptor *descriptor, int data),
		      int data)
{
	for (int fd = FIRST; descriptors && fd <= highest; fd++)
		if (watch_marks[fd] == MARK_WATCHED && descriptors[fd].cookie)
			visit(fd, &descriptors[fd], data);
}
