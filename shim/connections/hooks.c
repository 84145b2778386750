/* SPDX-License-Identifier: MIT
 *
 * What this module exports: the calls by which a program uses a connection. Each looks
 * whether a child is about to use what it inherited, goes on to the next definition, and
 * counts what moved. Calls of libc among themselves, and raw system calls, don't pass
 * here.
 */
#include "next.h"
#include "system.h"
#include "watch.h"

static ssize_t has_read(int fd, ssize_t bytes)
{
	watch_read(fd, bytes);
	return bytes;
}

/* What is only looked at has not moved. */
static bool reads(int fd, int flags)
{
	return watch(fd) && !(flags & MSG_PEEK);
}

static struct writing writes(int fd, const void *data, size_t size)
{
	return watch(fd) ? watch_writes(fd, data, size) : (struct writing){NULL, false};
}

/* The first part stands for all. */
static struct writing writes_parts(int fd, const struct iovec *parts, size_t count)
{
	if (count && system_can_read(parts, sizeof *parts))
		return watch_writes(fd, parts->iov_base, parts->iov_len);
	return watch_writes(fd, NULL, 0);
}

static struct writing writes_message(int fd, const struct msghdr *message)
{
	if (system_can_read(message, sizeof *message))
		return writes_parts(fd, message->msg_iov, message->msg_iovlen);
	return watch_writes(fd, NULL, 0);
}

static ssize_t has_written(struct writing writing, ssize_t bytes)
{
	watch_wrote(&writing, bytes);
	return bytes;
}

ssize_t read(int fd, void *buffer, size_t size)
{
	return reads(fd, 0) ? has_read(fd, next.read(fd, buffer, size))
			    : next.read(fd, buffer, size);
}

ssize_t readv(int fd, const struct iovec *parts, int count)
{
	return reads(fd, 0) ? has_read(fd, next.readv(fd, parts, count))
			    : next.readv(fd, parts, count);
}

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
	return reads(fd, flags) ? has_read(fd, next.recv(fd, buffer, size, flags))
				: next.recv(fd, buffer, size, flags);
}

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *from,
		 socklen_t *length)
{
	bool told = reads(fd, flags);
	ssize_t bytes = next.recvfrom(fd, buffer, size, flags, from, length);
	return told ? has_read(fd, bytes) : bytes;
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	return reads(fd, flags) ? has_read(fd, next.recvmsg(fd, message, flags))
				: next.recvmsg(fd, message, flags);
}

int recvmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags,
	     struct timespec *timeout)
{
	bool told = reads(fd, flags);
	int received = next.recvmmsg(fd, messages, count, flags, timeout);
	return told ? (int)has_read(fd, received) : received;
}

ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room)
{
	return reads(fd, 0) ? has_read(fd, next.__read_chk(fd, buffer, size, room))
			    : next.__read_chk(fd, buffer, size, room);
}

ssize_t __recv_chk(int fd, void *buffer, size_t size, size_t room, int flags)
{
	bool told = reads(fd, flags);
	ssize_t bytes = next.__recv_chk(fd, buffer, size, room, flags);
	return told ? has_read(fd, bytes) : bytes;
}

ssize_t __recvfrom_chk(int fd, void *buffer, size_t size, size_t room, int flags,
		       struct sockaddr *from, socklen_t *length)
{
	bool told = reads(fd, flags);
	ssize_t bytes = next.__recvfrom_chk(fd, buffer, size, room, flags, from, length);
	return told ? has_read(fd, bytes) : bytes;
}

ssize_t write(int fd, const void *data, size_t size)
{
	if (likely(!watch(fd)))
		return next.write(fd, data, size);
	struct writing writing = watch_writes(fd, data, size);
	return has_written(writing, next.write(fd, data, size));
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
	if (likely(!watch(fd)))
		return next.writev(fd, parts, count);
	struct writing writing = writes_parts(fd, parts, count > 0 ? (size_t)count : 0);
	return has_written(writing, next.writev(fd, parts, count));
}

ssize_t send(int fd, const void *data, size_t size, int flags)
{
	if (likely(!watch(fd)))
		return next.send(fd, data, size, flags);
	struct writing writing = watch_writes(fd, data, size);
	return has_written(writing, next.send(fd, data, size, flags));
}

ssize_t sendto(int fd, const void *data, size_t size, int flags,
	       const struct sockaddr *to, socklen_t length)
{
	struct writing writing = writes(fd, data, size);
	return has_written(writing, next.sendto(fd, data, size, flags, to, length));
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	if (likely(!watch(fd)))
		return next.sendmsg(fd, message, flags);
	struct writing writing = writes_message(fd, message);
	return has_written(writing, next.sendmsg(fd, message, flags));
}

int sendmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags)
{
	struct writing writing = writes(fd, NULL, 0);
	return (int)has_written(writing, next.sendmmsg(fd, messages, count, flags));
}

/* From one descriptor to another: into a pipe sendfile(2) may come from a socket as well.
 */
static ssize_t has_moved(int from, bool told, struct writing writing, ssize_t bytes)
{
	has_written(writing, bytes);
	return told ? has_read(from, bytes) : bytes;
}

ssize_t sendfile(int to, int from, off_t *offset, size_t size)
{
	bool told = reads(from, 0);
	struct writing writing = writes(to, NULL, 0);
	return has_moved(from, told, writing, next.sendfile(to, from, offset, size));
}

/* What is built with _FILE_OFFSET_BITS=64 calls this one. */
ssize_t sendfile64(int to, int from, off64_t *offset, size_t size)
{
	bool told = reads(from, 0);
	struct writing writing = writes(to, NULL, 0);
	return has_moved(from, told, writing, next.sendfile64(to, from, offset, size));
}

ssize_t splice(int from, off64_t *start, int to, off64_t *end, size_t size,
	       unsigned flags)
{
	bool told = reads(from, 0);
	struct writing writing = writes(to, NULL, 0);
	return has_moved(from, told, writing,
			 next.splice(from, start, to, end, size, flags));
}

/* With -1 for a place these take a socket. */
ssize_t preadv2(int fd, const struct iovec *parts, int count, off_t place, int flags)
{
	return reads(fd, 0) ? has_read(fd, next.preadv2(fd, parts, count, place, flags))
			    : next.preadv2(fd, parts, count, place, flags);
}

ssize_t preadv64v2(int fd, const struct iovec *parts, int count, off64_t place, int flags)
{
	return reads(fd, 0)
		       ? has_read(fd, next.preadv64v2(fd, parts, count, place, flags))
		       : next.preadv64v2(fd, parts, count, place, flags);
}

ssize_t pwritev2(int fd, const struct iovec *parts, int count, off_t place, int flags)
{
	if (likely(!watch(fd)))
		return next.pwritev2(fd, parts, count, place, flags);
	struct writing writing = writes_parts(fd, parts, count > 0 ? (size_t)count : 0);
	return has_written(writing, next.pwritev2(fd, parts, count, place, flags));
}

ssize_t pwritev64v2(int fd, const struct iovec *parts, int count, off64_t place,
		    int flags)
{
	if (likely(!watch(fd)))
		return next.pwritev64v2(fd, parts, count, place, flags);
	struct writing writing = writes_parts(fd, parts, count > 0 ? (size_t)count : 0);
	return has_written(writing, next.pwritev64v2(fd, parts, count, place, flags));
}

int socket(int domain, int type, int protocol)
{
	watch_opening();
	int fd = next.socket(domain, type, protocol);
	watch_opened(fd, domain, type);
	return fd;
}

/* A connection may be under way when this returns (EINPROGRESS, EINTR): the next fork
 * tells. */
int connect(int fd, const struct sockaddr *address, socklen_t length)
{
	watch_connected(fd, address, length);
	return next.connect(fd, address, length);
}

int shutdown(int fd, int how)
{
	if (watch(fd))
		watch_shutdown(fd, how);
	return next.shutdown(fd, how);
}

int daemon(int stays, int keeps_open)
{
	watch_ready();
	watch_before_daemon();
	int result = next.daemon(stays, keeps_open);
	watch_after_daemon(result);
	return result;
}

/* A jump: the child returns first, and what it does then would overwrite our frame. */
pid_t vfork(void)
{
	watch_before_vfork();
	jump next.vfork();
}
