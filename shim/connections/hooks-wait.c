/* SPDX-License-Identifier: MIT
 *
 * More that this module exports: waiting for a connection is a first use as well. A
 * client that polls before it writes (urllib3) learns so that its connection is gone.
 */
#include "next.h"
#include "sets.h"
#include "system.h"
#include "watch.h"

/* An epoll set may be polled as well. */
static void waits_for(int fd)
{
	if (watch_may_matter(fd))
		watch_wait(fd);
	else
		sets_use(fd, NONE);
}

static void waits(const struct pollfd *fds, nfds_t count)
{
	if (likely(!watch_may_inherit()) || count > watch_last ||
	    !system_can_read(fds, count * sizeof *fds))
		return;
	for (nfds_t i = 0; i < count; i++)
		waits_for(fds[i].fd);
}

static bool is_in(const fd_set *set, int fd)
{
	return set && FD_ISSET(fd, set);
}

static bool can_read(const fd_set *set, int count)
{
	return !set || count <= 0 || system_can_read(set, ((size_t)count + 7) / 8);
}

static void selects(int count, const fd_set *read, const fd_set *write,
		    const fd_set *other)
{
	if (likely(!watch_may_inherit()))
		return;
	count = count < FD_SETSIZE ? count : FD_SETSIZE;
	if (!can_read(read, count) || !can_read(write, count) || !can_read(other, count))
		return;
	for (int fd = 0; fd < count; fd++)
		if (is_in(read, fd) || is_in(write, fd) || is_in(other, fd))
			waits_for(fd);
}

int poll(struct pollfd *fds, nfds_t count, int timeout)
{
	watch_ready();
	waits(fds, count);
	return next.poll(fds, count, timeout);
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
	  const sigset_t *mask)
{
	watch_ready();
	waits(fds, count);
	return next.ppoll(fds, count, timeout, mask);
}

int __poll_chk(struct pollfd *fds, nfds_t count, int timeout, size_t room)
{
	watch_ready();
	waits(fds, count);
	return next.__poll_chk(fds, count, timeout, room);
}

int __ppoll_chk(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
		const sigset_t *mask, size_t room)
{
	watch_ready();
	waits(fds, count);
	return next.__ppoll_chk(fds, count, timeout, mask, room);
}

int select(int count, fd_set *read, fd_set *write, fd_set *other, struct timeval *timeout)
{
	watch_ready();
	selects(count, read, write, other);
	return next.select(count, read, write, other, timeout);
}

int pselect(int count, fd_set *read, fd_set *write, fd_set *other,
	    const struct timespec *timeout, const sigset_t *mask)
{
	watch_ready();
	selects(count, read, write, other);
	return next.pselect(count, read, write, other, timeout, mask);
}
