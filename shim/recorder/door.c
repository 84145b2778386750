/* SPDX-License-Identifier: MIT
 *
 * The side of those who knock, in raw system calls: each of libc's functions that the
 * shim imports takes room in every program's memory.
 */
#include "door.h"

#include PROCESSOR_FILE

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>

enum { SECONDS = 2 };

/* A descriptor, or -1. */
static int knock(const char *file)
{
	struct sockaddr_un address;
	const struct timeval time = {.tv_sec = SECONDS};
	socklen_t length = door_address(&address, file);
	int fd = (int)raw_syscall(SYS_socket, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0,
				  0);
	if (fd < 0)
		return -1;
	raw_syscall5(SYS_setsockopt, fd, SOL_SOCKET, SO_RCVTIMEO, (long)&time,
		     sizeof time);
	raw_syscall5(SYS_setsockopt, fd, SOL_SOCKET, SO_SNDTIMEO, (long)&time,
		     sizeof time);
	if (raw_syscall(SYS_connect, fd, (long)&address, (long)length, 0) == 0)
		return fd;
	raw_syscall(SYS_close, fd, 0, 0, 0);
	return -1;
}

static void send_message(int fd, enum door_request request, enum escape_cause cause)
{
	struct door_message message = {RECORDING_VERSION, request, cause, ""};
	raw_syscall(SYS_readlinkat, AT_FDCWD, (long)"/proc/self/exe", (long)message.path,
		    sizeof message.path - 1);
	const long arguments[6] = {fd, (long)&message, sizeof message, MSG_NOSIGNAL, 0,
				   0};
	raw_syscall6(SYS_sendto, arguments);
}

/* Waits for the answer: the descriptor that came with it, or -1. */
static int receive(int fd)
{
	char byte, control[CMSG_SPACE(sizeof(int))] __attribute__((aligned(8)));
	struct iovec part = {&byte, 1};
	struct msghdr answer = {.msg_iov = &part,
				.msg_iovlen = 1,
				.msg_control = control,
				.msg_controllen = sizeof control};
	int got = -1;
	if (raw_syscall(SYS_recvmsg, fd, (long)&answer, MSG_CMSG_CLOEXEC, 0) <= 0)
		return -1;
	const struct cmsghdr *head = CMSG_FIRSTHDR(&answer);
	if (head && head->cmsg_type == SCM_RIGHTS &&
	    head->cmsg_len == CMSG_LEN(sizeof got))
		memcpy(&got, CMSG_DATA(head), sizeof got);
	return got;
}

static int exchange(const char *file, enum door_request request, enum escape_cause cause)
{
	int fd = knock(file);
	if (fd < 0)
		return -1;
	send_message(fd, request, cause);
	int got = receive(fd);
	raw_syscall(SYS_close, fd, 0, 0, 0);
	return got;
}

int door_ask(const char *file)
{
	return exchange(file, DOOR_ASK, CAUSE_UNKNOWN);
}

void door_tell(const char *file, enum escape_cause cause)
{
	exchange(file, DOOR_TELL, cause);
}

bool door_is_there(const char *file)
{
	int fd = knock(file);
	if (fd >= 0)
		raw_syscall(SYS_close, fd, 0, 0, 0);
	return fd >= 0;
}
