/* SPDX-License-Identifier: MIT */
/* Each way to use a connection, as a child's first: first OPERATION. Says what the child
 * was told, which flags its descriptor has, and whether its parent's connection lives on.
 */
#define _GNU_SOURCE
#include "client.h"

#include <sys/mman.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/uio.h>

/* What _FORTIFY_SOURCE calls; in no header for us. */
ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room);
ssize_t __recv_chk(int fd, void *buffer, size_t size, size_t room, int flags);
ssize_t __recvfrom_chk(int fd, void *buffer, size_t size, size_t room, int flags,
		       struct sockaddr *from, socklen_t *length);
int __poll_chk(struct pollfd *fds, nfds_t count, int timeout, size_t room);
int __ppoll_chk(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
		const sigset_t *mask, size_t room);

static char text[] = "a child's";
static struct iovec parts[] = {{text, 4}, {text + 4, sizeof text - 5}};
static struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
static struct mmsghdr messages[] = {{.msg_hdr = {.msg_iov = parts, .msg_iovlen = 2}}};
static const struct timespec at_once = {0};
static const size_t size = sizeof text - 1;

static long file(int fd)
{
	off_t start = 0;
	int from = memfd_create("a child's", MFD_CLOEXEC);
	ssize_t bytes = pwrite(from, text, size, 0);
	bytes = sendfile(fd, from, &start, size);
	int saved = errno;
	close(from);
	errno = saved;
	return bytes;
}

/* By a pipe, to or from the connection. */
static long spliced(int fd, bool is_read)
{
	int ends[2];
	if (pipe(ends) < 0 || (!is_read && write(ends[1], text, size) < 0))
		return -2;
	ssize_t bytes = is_read ? splice(fd, NULL, ends[1], NULL, size, 0)
				: splice(ends[0], NULL, fd, NULL, size, 0);
	int saved = errno;
	close(ends[0]);
	close(ends[1]);
	errno = saved;
	return bytes;
}

static long events(const struct pollfd *polled, int ready)
{
	return ready < 0 ? ready : polled->revents;
}

static long polls(int fd, char how)
{
	struct pollfd polled = {fd, POLLIN | POLLOUT | POLLRDHUP, 0};
	switch (how) {
	case 'p':
		return events(&polled, ppoll(&polled, 1, &at_once, NULL));
	case 'c':
		return events(&polled, __poll_chk(&polled, 1, 0, sizeof polled));
	case 'C':
		return events(&polled,
			      __ppoll_chk(&polled, 1, &at_once, NULL, sizeof polled));
	}
	return events(&polled, poll(&polled, 1, 0));
}

/* 1: readable; 2: writable. */
static long selects(int fd, bool with_mask)
{
	fd_set readable, writable;
	struct timeval none = {0};
	FD_ZERO(&readable);
	FD_SET(fd, &readable);
	writable = readable;
	int ready = with_mask
			    ? pselect(fd + 1, &readable, &writable, NULL, &at_once, NULL)
			    : select(fd + 1, &readable, &writable, NULL, &none);
	return ready < 0 ? ready
			 : (FD_ISSET(fd, &readable) != 0) +
				   2 * (FD_ISSET(fd, &writable) != 0);
}

/* The operations: OPERATION(name, expression that uses fd). */
#define OPERATIONS(OPERATION)                                                            \
	OPERATION(read, read(fd, text, size))                                            \
	OPERATION(readv, readv(fd, parts, 2))                                            \
	OPERATION(recv, recv(fd, text, size, 0))                                         \
	OPERATION(peek, recv(fd, text, size, MSG_PEEK))                                  \
	OPERATION(recvfrom, recvfrom(fd, text, size, 0, NULL, NULL))                     \
	OPERATION(recvmsg, recvmsg(fd, &message, 0))                                     \
	OPERATION(recvmmsg, recvmmsg(fd, messages, 1, 0, NULL))                          \
	OPERATION(preadv2, preadv2(fd, parts, 2, -1, 0))                                 \
	OPERATION(preadv64v2, preadv64v2(fd, parts, 2, -1, 0))                           \
	OPERATION(splice_from, spliced(fd, true))                                        \
	OPERATION(read_chk, __read_chk(fd, text, size, size))                            \
	OPERATION(recv_chk, __recv_chk(fd, text, size, size, 0))                         \
	OPERATION(recvfrom_chk, __recvfrom_chk(fd, text, size, size, 0, NULL, NULL))     \
	OPERATION(write, write(fd, text, size))                                          \
	OPERATION(writev, writev(fd, parts, 2))                                          \
	OPERATION(send, send(fd, text, size, 0))                                         \
	OPERATION(sendto, sendto(fd, text, size, 0, NULL, 0))                            \
	OPERATION(sendmsg, sendmsg(fd, &message, 0))                                     \
	OPERATION(sendmmsg, sendmmsg(fd, messages, 1, 0))                                \
	OPERATION(pwritev2, pwritev2(fd, parts, 2, -1, 0))                               \
	OPERATION(pwritev64v2, pwritev64v2(fd, parts, 2, -1, 0))                         \
	OPERATION(splice_to, spliced(fd, false))                                         \
	OPERATION(sendfile, file(fd))                                                    \
	OPERATION(poll, polls(fd, 0))                                                    \
	OPERATION(ppoll, polls(fd, 'p'))                                                 \
	OPERATION(poll_chk, polls(fd, 'c'))                                              \
	OPERATION(ppoll_chk, polls(fd, 'C'))                                             \
	OPERATION(select, selects(fd, false))                                            \
	OPERATION(pselect, selects(fd, true))                                            \
	OPERATION(shutdown, shutdown(fd, SHUT_RDWR))

static long operate(const char *operation, int fd)
{
#define TRY(name, expression)                                                            \
	if (strcmp(operation, #name) == 0)                                               \
		return expression;
	OPERATIONS(TRY)
	errx(2, "no operation %s", operation);
}

static const char *flags_of(int fd)
{
	static char said[64];
	int flags = fcntl(fd, F_GETFL);
	snprintf(said, sizeof said, "%s%s",
		 flags & O_NONBLOCK ? "nonblocking" : "blocking",
		 fcntl(fd, F_GETFD) & FD_CLOEXEC ? ", closes" : "");
	return said;
}

/* errno is a value that no call sets: it stays where nothing fails. */
static void use(const char *operation, int fd)
{
	errno = EUCLEAN;
	long result = operate(operation, fd);
	int saved = errno;
	say("%ld %s, %s\n", result, strerrorname_np(saved), flags_of(fd));
	_exit(0);
}

int main(int count, char **words)
{
	const char *operation = count > 1 ? words[1] : "",
		   *flags = count > 2 ? words[2] : "";
	int fd = client();
	uint64_t cookie = cookie_of(fd);
	ask(fd, "the parent");
	if (strcmp(flags, "nonblocking") == 0) {
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
	if (fork() == 0)
		use(operation, fd);
	wait_all();
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
	ask(fd, "the parent at last");
	say("%s\n",
	    cookie == cookie_of(fd) ? "the same connection" : "another connection");
	return 0;
}
