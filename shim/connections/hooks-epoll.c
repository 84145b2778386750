/* SPDX-License-Identifier: MIT
 *
 * More that this module exports: epoll(7). A child that waits by a set which it shares
 * with its parent gets one of its own, in which its copies are closed.
 */
#include "next.h"
#include "sets.h"
#include "watch.h"

#include <errno.h>

int epoll_create(int size)
{
	watch_opening();
	int set = next.epoll_create(size);
	watch_opened_set(set);
	return set;
}

int epoll_create1(int flags)
{
	watch_opening();
	int set = next.epoll_create1(flags);
	watch_opened_set(set);
	return set;
}

int epoll_ctl(int set, int what, int fd, struct epoll_event *event)
{
	watch_ready();
	if (watch_may_inherit()) {
		sets_use(set, fd);
		if (what != EPOLL_CTL_DEL && watch_may_matter(fd))
			watch_wait(fd);
	}
	return next.epoll_ctl(set, what, fd, event);
}

static void waits(int set)
{
	watch_ready();
	if (watch_may_inherit())
		sets_use(set, NONE);
}

int epoll_wait(int set, struct epoll_event *events, int most, int timeout)
{
	waits(set);
	return next.epoll_wait(set, events, most, timeout);
}

int epoll_pwait(int set, struct epoll_event *events, int most, int timeout,
		const sigset_t *mask)
{
	waits(set);
	return next.epoll_pwait(set, events, most, timeout, mask);
}

/* glibc has it since 2.35. */
int epoll_pwait2(int set, struct epoll_event *events, int most,
		 const struct timespec *timeout, const sigset_t *mask)
{
	waits(set);
	if (next.epoll_pwait2)
		return next.epoll_pwait2(set, events, most, timeout, mask);
	errno = ENOSYS;
	return -1;
}
