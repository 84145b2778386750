/* SPDX-License-Identifier: MIT
 *
 * The functions that this module puts itself in front of, and the definitions that the
 * program would reach without it: libc's, or another preloaded object's.
 */
#pragma once

#include "core/compiler.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* What _FORTIFY_SOURCE calls instead: libc has these, but declares them in no header that
 * is for us (glibc, debug/). */
ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room);
ssize_t __recv_chk(int fd, void *buffer, size_t size, size_t room, int flags);
ssize_t __recvfrom_chk(int fd, void *buffer, size_t size, size_t room, int flags,
		       struct sockaddr *from, socklen_t *length);
int __poll_chk(struct pollfd *fds, nfds_t count, int timeout, size_t room);
int __ppoll_chk(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
		const sigset_t *mask, size_t room);

/* Missing before glibc 2.35. */
int epoll_pwait2(int set, struct epoll_event *events, int most,
		 const struct timespec *timeout, const sigset_t *mask);

/* clang-format off */
#define INTERPOSED(X) \
	X(read) X(readv) X(recv) X(recvfrom) X(recvmsg) X(recvmmsg) \
	X(write) X(writev) X(send) X(sendto) X(sendmsg) X(sendmmsg) X(sendfile) X(sendfile64) \
	X(preadv2) X(preadv64v2) X(pwritev2) X(pwritev64v2) X(splice) \
	X(__read_chk) X(__recv_chk) X(__recvfrom_chk) \
	X(connect) X(shutdown) X(poll) X(ppoll) X(select) X(pselect) X(__poll_chk) X(__ppoll_chk) \
	X(socket) X(epoll_create) X(epoll_create1) X(epoll_ctl) X(epoll_wait) X(epoll_pwait) \
	X(epoll_pwait2) X(prctl) X(syscall) X(dup) X(dup2) X(dup3) X(fcntl) X(fcntl64) X(daemon) \
	X(vfork)
/* clang-format on */

struct next {
#define X(name) __typeof__(&name) name;
	INTERPOSED(X)
#undef X
};
internal extern struct next next;

/* Fills `next`. Walks the loaded objects (dl_iterate_phdr(3)): parent only. False where
 * one is missing that glibc 2.31 has: so this is another libc (musl has no *_chk). */
bool next_find(void);
