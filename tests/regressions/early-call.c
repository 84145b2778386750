/* SPDX-License-Identifier: MIT */
/* To be preloaded behind both shims, so that this constructor runs first: the process's
 * first call of all is the one that EARLY_CALL names, with a descriptor that is not open.
 */
#define _GNU_SOURCE
#include "connections/next.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CALL(name, arguments)                                                            \
	if (strcmp(wanted, #name) == 0)                                                  \
		result = (long)name arguments;

static long make_child(void)
{
	pid_t child = vfork();
	if (child == 0)
		_exit(0);
	return child > 0;
}

static long call(const char *wanted)
{
	char byte[8] = "";
	struct iovec part = {byte, 1};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
	struct mmsghdr messages = {.msg_hdr = message};
	struct pollfd fd = {.fd = -1};
	struct sockaddr address = {0};
	struct epoll_event event = {0};
	struct timespec now = {0};
	struct timeval at_once = {0};
	long result = 99;
	CALL(read, (-1, byte, 1))
	CALL(readv, (-1, &part, 1))
	CALL(recv, (-1, byte, 1, 0))
	CALL(recvfrom, (-1, byte, 1, 0, NULL, NULL))
	CALL(recvmsg, (-1, &message, 0))
	CALL(recvmmsg, (-1, &messages, 1, 0, NULL))
	CALL(__read_chk, (-1, byte, 1, sizeof byte))
	CALL(__recv_chk, (-1, byte, 1, sizeof byte, 0))
	CALL(__recvfrom_chk, (-1, byte, 1, sizeof byte, 0, NULL, NULL))
	CALL(write, (-1, byte, 1))
	CALL(writev, (-1, &part, 1))
	CALL(send, (-1, byte, 1, 0))
	CALL(sendto, (-1, byte, 1, 0, NULL, 0))
	CALL(sendmsg, (-1, &message, 0))
	CALL(sendmmsg, (-1, &messages, 1, 0))
	CALL(sendfile, (-1, -1, NULL, 1))
	CALL(sendfile64, (-1, -1, NULL, 1))
	CALL(splice, (-1, NULL, -1, NULL, 1, 0))
	CALL(preadv2, (-1, &part, 1, -1, 0))
	CALL(preadv64v2, (-1, &part, 1, -1, 0))
	CALL(pwritev2, (-1, &part, 1, -1, 0))
	CALL(pwritev64v2, (-1, &part, 1, -1, 0))
	CALL(socket, (-1, -1, -1))
	CALL(epoll_create, (-1))
	CALL(epoll_create1, (-1))
	CALL(epoll_ctl, (-1, -1, -1, &event))
	CALL(epoll_wait, (-1, &event, 1, 0))
	CALL(epoll_pwait, (-1, &event, 1, 0, NULL))
	CALL(epoll_pwait2, (-1, &event, 1, &now, NULL))
	CALL(prctl, (-1))
	CALL(syscall, (-1))
	CALL(connect, (-1, &address, sizeof address))
	CALL(shutdown, (-1, SHUT_RDWR))
	CALL(dup, (-1))
	CALL(dup2, (-1, 9))
	CALL(dup3, (-1, 9, 0))
	CALL(fcntl, (-1, F_GETFD))
	CALL(fcntl64, (-1, F_GETFD))
	CALL(poll, (&fd, 1, 0))
	CALL(ppoll, (&fd, 1, &now, NULL))
	CALL(__poll_chk, (&fd, 1, 0, sizeof fd))
	CALL(__ppoll_chk, (&fd, 1, &now, NULL, sizeof fd))
	CALL(select, (0, NULL, NULL, NULL, &at_once))
	CALL(pselect, (0, NULL, NULL, NULL, &now, NULL))
	CALL(daemon, (1, 1))
	if (strcmp(wanted, "vfork") == 0)
		result = make_child();
	return result;
}

static __attribute__((constructor)) void call_early(void)
{
	const char *wanted = getenv("EARLY_CALL");
	if (!wanted)
		return;
	long result = call(wanted);
	printf("%s: %ld\n", wanted, result);
	fflush(stdout);
}
