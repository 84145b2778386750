/* SPDX-License-Identifier: MIT
 *
 * What this module exports: the calls by which a program uses a connection. Each looks
 * whether a child is about to use what it inherited, goes on to the next definition, and
 * counts what moved. Calls of libc among themselves, and raw system calls, don't pass
 * here.
 */
#include "next.h"
#include "watch.h"

static ssize_t has_read(int fd, ssize_t bytes)
{
	watch_moved(fd, READ, bytes);
	return bytes;
}

static ssize_t has_written(int fd, ssize_t bytes)
{
	watch_moved(fd, WRITTEN, bytes);
	return bytes;
}

/* What is only looked at has not moved. */
static bool reads(int fd, int flags)
{
	return watch(fd) && !(flags & MSG_PEEK);
}

static bool writes(int fd, const void *data, size_t size)
{
	if (!watch(fd))
		return false;
	watch_writes(fd, data, size);
	return true;
}

static bool writes_parts(int fd, const struct iovec *parts, size_t count)
{
	return writes(fd, count ? parts->iov_base : NULL, count ? parts->iov_len : 0);
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
	return writes(fd, data, size) ? has_written(fd, next.write(fd, data, size))
				      : next.write(fd, data, size);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
	bool told = writes_parts(fd, parts, count > 0 ? (size_t)count : 0);
	ssize_t bytes = next.writev(fd, parts, count);
	return told ? has_written(fd, bytes) : bytes;
}

ssize_t send(int fd, const void *data, size_t size, int flags)
{
	return writes(fd, data, size) ? has_written(fd, next.send(fd, data, size, flags))
				      : next.send(fd, data, size, flags);
}

ssize_t sendto(int fd, const void *data, size_t size, int flags,
	       const struct sockaddr *to, socklen_t length)
{
	bool told = writes(fd, data, size);
	ssize_t bytes = next.sendto(fd, data, size, flags, to, length);
	return told ? has_written(fd, bytes) : bytes;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	bool told = writes_parts(fd, message->msg_iov, message->msg_iovlen);
	ssize_t bytes = next.sendmsg(fd, message, flags);
	return told ? has_written(fd, bytes) : bytes;
}

int sendmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags)
{
	bool told = watch(fd);
	int sent = next.sendmmsg(fd, messages, count, flags);
	return told ? (int)has_written(fd, sent) : sent;
}

ssize_t sendfile(int to, int from, off_t *offset, size_t size)
{
	bool told = watch(to);
	ssize_t bytes = next.sendfile(to, from, offset, size);
	return told ? has_written(to, bytes) : bytes;
}

/* A connection may be under way when this returns (EINPROGRESS, EINTR): the next fork
 * tells. */
int connect(int fd, const struct sockaddr *address, socklen_t length)
{
	watch_connected(fd);
	return next.connect(fd, address, length);
}

int shutdown(int fd, int how)
{
	if (watch(fd))
		watch_ends(fd, "shut down");
	return next.shutdown(fd, how);
}

int daemon(int stays, int keeps_open)
{
	watch_before_daemon();
	int result = next.daemon(stays, keeps_open);
	watch_after_daemon(result);
	return result;
}
