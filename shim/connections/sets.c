/* SPDX-License-Identifier: MIT
 *
 * Reading a set's content: /proc/self/fdinfo/FD has a line for each descriptor, "tfd: 5
 * events: 19 data: 5 ..." (proc(5)).
 */
#include "sets.h"
#include "core/lineage.h"
#include "cut.h"
#include "dead-end.h"
#include "descriptors.h"
#include "filter.h"
#include "process.h"
#include "system.h"
#include "table.h"
#include "text.h"
#include "watch.h"

#include <sys/epoll.h>
#include <sys/stat.h>

enum { DEPTH = 4, LINE = 256 };

struct entry {
	int fd;
	uint64_t inode; /* of the file that was put there; Linux 4.13, or 0 */
	struct epoll_event event;
};

struct listing {
	long file;
	char text[1024];
	long at, size;
};

static bool open_listing(struct listing *listing, int set)
{
	char path[64];
	text_put_number(text_put(path, "/proc/self/fdinfo/"), (unsigned)set);
	listing->at = listing->size = 0;
	listing->file =
		raw_syscall(SYS_openat, AT_FDCWD, (long)path, O_RDONLY | O_CLOEXEC, 0);
	return listing->file >= 0;
}

static int next_byte(struct listing *listing)
{
	if (listing->at == listing->size) {
		listing->at = 0;
		listing->size = raw_syscall(SYS_read, listing->file, (long)listing->text,
					    sizeof listing->text, 0);
		if (listing->size <= 0)
			return listing->size = 0, -1;
	}
	return listing->text[listing->at++];
}

static bool read_line(struct listing *listing, char line[LINE])
{
	int length = 0, byte;
	while ((byte = next_byte(listing)) >= 0 && byte != '\n')
		if (length < LINE - 1)
			line[length++] = (char)byte;
	line[length] = 0;
	return byte >= 0 || length > 0;
}

static int digit(char byte)
{
	return byte >= '0' && byte <= '9'   ? byte - '0'
	       : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
					    : 16;
}

static uint64_t number_after(const char *line, const char *name, unsigned base)
{
	const char *at = strstr(line, name);
	uint64_t value = 0;
	at = at ? at + strlen(name) : "";
	at += strspn(at, " \t");
	for (; (unsigned)digit(*at) < base; at++)
		value = base * value + (unsigned)digit(*at);
	return value;
}

static bool next_entry(struct listing *listing, struct entry *entry)
{
	char line[LINE];
	while (read_line(listing, line)) {
		if (strncmp(line, "tfd:", 4) != 0)
			continue;
		entry->fd = (int)number_after(line, "tfd:", 10);
		entry->event.events = (uint32_t)number_after(line, "events:", 16);
		entry->event.data.u64 = number_after(line, "data:", 16);
		entry->inode = number_after(line, "ino:", 16);
		return true;
	}
	return false;
}

static bool is_inherited_set(int fd)
{
	return descriptors_mark(fd) == MARK_SET && !descriptors_is_own(fd);
}

/* By one of this process's own: a set around it still has the parent's. */
static bool is_replaced_set(int fd)
{
	return descriptors_mark(fd) == MARK_SET &&
	       table_at(fd)->at_fork[0] == lineage_epoch();
}

enum look { NOTHING, NOT_READ, SOMETHING }; /* the higher one counts */

static enum look look_into(int set, int depth);

static enum look look_at(int fd, int depth)
{
	if (watch_is_inherited(fd) || is_replaced_set(fd))
		return SOMETHING;
	return depth && is_inherited_set(fd) ? look_into(fd, depth - 1) : NOTHING;
}

/* Whether there is something in it that the child is to be kept from; a set within the
 * set is looked at likewise. NOT_READ where no descriptor is left to read one by. */
static enum look look_into(int set, int depth)
{
	struct listing listing;
	struct entry entry;
	enum look found = NOTHING;
	if (!open_listing(&listing, set))
		return NOT_READ;
	while (found != SOMETHING && next_entry(&listing, &entry)) {
		enum look seen = look_at(entry.fd, depth);
		found = seen > found ? seen : found;
	}
	system_close((int)listing.file);
	return found;
}

/* The child has closed what its parent put there, and its number is another file's by
 * now. Of what has a path, and never was a connection, that is not asked: some file
 * systems give it two inode numbers. */
static bool is_stale(const struct entry *entry, bool was_connection)
{
	char path[64], link[64];
	struct statx st;
	text_put_number(text_put(path, "/proc/thread-self/fd/"), (unsigned)entry->fd);
	return entry->inode && system_readlink(AT_FDCWD, path, link, sizeof link) > 0 &&
	       (was_connection || *link != '/') &&
	       raw_syscall5(SYS_statx, entry->fd, (long)"", AT_EMPTY_PATH, STATX_INO,
			    (long)&st) == 0 &&
	       st.stx_ino != entry->inode;
}

static void use(int set, int fd, int depth);

/* False where there is no descriptor left to read it by. */
static bool copy(int from, int to, int depth)
{
	struct listing listing;
	struct entry entry;
	if (!open_listing(&listing, from))
		return false;
	while (next_entry(&listing, &entry)) {
		bool was_connection = watch_is_inherited(entry.fd);
		if (was_connection)
			watch_wait(entry.fd);
		if (!cut_is(entry.fd) && is_stale(&entry, was_connection))
			continue;
		if (!was_connection && depth)
			use(entry.fd, NONE, depth - 1);
		raw_syscall(SYS_epoll_ctl, to, EPOLL_CTL_ADD, entry.fd,
			    (long)&entry.event);
	}
	system_close((int)listing.file);
	return true;
}

static void use(int set, int fd, int depth)
{
	if (!is_inherited_set(set))
		return;
	struct descriptor *known = table_at(set);
	bool is_new = known->since[0] != lineage_epoch();
	enum look found = watch_is_inherited(fd) ? SOMETHING
			  : is_new               ? look_into(set, depth)
						 : NOTHING;
	if (found == NOTHING)
		known->since[0] = lineage_epoch(); /* once is enough */
	if (found != SOMETHING)
		return;
	long own = raw_syscall(SYS_epoll_create1, EPOLL_CLOEXEC, 0, 0, 0);
	if (own < 0)
		return;
	if (!copy(set, (int)own, depth)) {
		system_close((int)own); /* as it was, and looked at again */
		return;
	}
	if (replace(set, (int)own)) {
		descriptors_is(set, MARK_SET);
		known->at_fork[0] = lineage_epoch();
	}
}

void sets_use(int set, int fd)
{
	if (watch_isolates() && is_inherited_set(set) && !filter_is_on() &&
	    !process_is_vfork_child())
		use(set, fd, DEPTH);
}
