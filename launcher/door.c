/* SPDX-License-Identifier: MIT */
/*
 * The door's other side (shim/recorder/door.h): who descends from this process gets the
 * recording, open, whatever rights it has given up; what it can't record is noted. A
 * signal says that somebody is there, so that no thread has to wait.
 */
#define _GNU_SOURCE
#include "../shim/recorder/door.h"
#include "launcher.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum { MOST_WAITING = 128, MOST_DEPTH = 256, WAIT_MS = 500, LONGEST_MS = 1000 };

static int door = -1, recording_fd = -1;
static bool is_busy;

void door_open(const char *file, const char *raw)
{
	struct sockaddr_un address;
	socklen_t length = door_address(&address, file);
	recording_fd = open(raw, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	door = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (recording_fd >= 0 && door >= 0 &&
	    bind(door, (const struct sockaddr *)&address, length) == 0 &&
	    listen(door, MOST_WAITING) == 0)
		return;
	say("programs that give up their rights won't be recorded: ", strerror(errno),
	    NULL);
	if (door >= 0)
		close(door);
	door = -1;
}

void door_watch(void)
{
	if (door < 0)
		return;
	fcntl(door, F_SETOWN, getpid());
	fcntl(door, F_SETFL, O_NONBLOCK | O_ASYNC);
}

/* Its parent's pid; 0 where that is not known. */
static int parent_of(int pid)
{
	char path[64], line[512];
	int parent = 0;
	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	FILE *stat = fopen(path, "re");
	const char *end =
		stat && fgets(line, sizeof line, stat) ? strrchr(line, ')') : NULL;
	if (!end || sscanf(end, ") %*c %d", &parent) != 1)
		parent = 0;
	if (stat)
		fclose(stat);
	return parent;
}

static bool is_ours(int pid)
{
	for (int depth = 0; pid > 1 && depth < MOST_DEPTH; depth++) {
		if (pid == getpid())
			return true;
		pid = parent_of(pid);
	}
	return false;
}

static void answer(int fd, bool with_file)
{
	char byte = 0,
	     control[CMSG_SPACE(sizeof recording_fd)] __attribute__((aligned(8))) = {0};
	struct iovec part = {&byte, 1};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
	if (with_file) {
		message.msg_control = control;
		message.msg_controllen = sizeof control;
		struct cmsghdr *head = CMSG_FIRSTHDR(&message);
		head->cmsg_level = SOL_SOCKET;
		head->cmsg_type = SCM_RIGHTS;
		head->cmsg_len = CMSG_LEN(sizeof recording_fd);
		memcpy(CMSG_DATA(head), &recording_fd, sizeof recording_fd);
	}
	sendmsg(fd, &message, MSG_NOSIGNAL);
}

static void serve(int fd)
{
	struct ucred peer;
	socklen_t size = sizeof peer;
	struct door_message message;
	const struct timeval time = {.tv_usec = WAIT_MS * 1000L};
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0 ||
	    !is_ours(peer.pid))
		return;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
	if (recv(fd, &message, sizeof message, 0) != (ssize_t)sizeof message ||
	    message.version != RECORDING_VERSION)
		return;
	message.path[sizeof message.path - 1] = 0;
	if (message.request == DOOR_TELL && message.cause < CAUSES)
		escapes_add(peer.pid, message.cause, message.path);
	answer(fd, message.request == DOOR_ASK);
}

bool door_is_busy(void)
{
	return is_busy;
}

/* Those who knock and say nothing don't keep the launcher from all else. */
void door_serve(void)
{
	int fd;
	long end = now_ms() + LONGEST_MS;
	is_busy = false;
	while (door >= 0 && !is_busy &&
	       (fd = accept4(door, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
		serve(fd);
		close(fd);
		is_busy = now_ms() >= end;
	}
}
