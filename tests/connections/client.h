/* SPDX-License-Identifier: MIT */
/* What the C programs here share: connecting to tests/connections/peer.c, asking it, and
 * children that take turns with their parent. Everything fails loudly.
 */
#pragma once

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SO_COOKIE
#define SO_COOKIE 57
#endif

enum { ANSWER = 256 };

#define CASE(name)                                                                       \
	{                                                                                \
#name, name                                                              \
	}

struct named_case {
	const char *name;
	void (*run)(void);
};

/* What is said goes out at once: a child's is never said twice. */
__attribute__((format(printf, 1, 2))) static inline void say(const char *format, ...)
{
	char text[ANSWER];
	va_list words;
	va_start(words, format);
	int size = vsnprintf(text, sizeof text, format, words);
	va_end(words);
	if (write(STDOUT_FILENO, text, (size_t)size) != size)
		err(3, "stdout");
}

/* The peer's port is in the environment: PEER. */
static inline int peer_port(void)
{
	const char *text = getenv("PEER");
	return text ? atoi(text) : 0;
}

static inline int connect_to(int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_port = htons((uint16_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (void *)&address, sizeof address) < 0)
		err(3, "port %d", port);
	return fd;
}

static inline int connect_unix(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	strncpy(address.sun_path, path, sizeof address.sun_path - 1);
	if (fd < 0 || connect(fd, (void *)&address, sizeof address) < 0)
		err(3, "%s", path);
	return fd;
}

/* By TCP, unless OVER_UNIX is in the environment. */
__attribute__((noinline, unused)) static int client(void)
{
	return getenv("OVER_UNIX") ? connect_unix(getenv("PEER_PATH"))
				   : connect_to(peer_port());
}

__attribute__((unused)) static int own_port; /* where listen_here() listens */

static inline int listen_here(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (void *)&address, size) < 0 || listen(fd, 8) < 0 ||
	    getsockname(fd, (void *)&address, &size) < 0)
		err(3, "listen");
	own_port = ntohs(address.sin_port);
	return fd;
}

/* One line, byte by byte: nothing of the next is taken. */
static inline const char *get_line(int fd, char *line)
{
	size_t size = 0;
	ssize_t got = 0;
	while (size < ANSWER - 1 && (got = read(fd, line + size, 1)) == 1)
		if (line[size++] == '\n')
			break;
	line[size ? size - 1 : 0] = 0;
	return size ? line : got < 0 ? strerrorname_np(errno) : "end";
}

static inline bool put_line(int fd, const char *line)
{
	char text[ANSWER];
	int size = snprintf(text, sizeof text, "%s\n", line);
	return send(fd, text, (size_t)size, MSG_NOSIGNAL) == size;
}

/* Asks, and says what came of it. */
static inline void ask(int fd, const char *question)
{
	char line[ANSWER];
	const char *got =
		put_line(fd, question) ? get_line(fd, line) : strerrorname_np(errno);
	say("%s: %s\n", question, got);
}

static inline void wait_all(void)
{
	int status;
	while (wait(&status) > 0)
		if (status)
			say("a child ended with %#x\n", status);
}

static inline pid_t spawn(void (*run)(int), int data)
{
	pid_t child = fork();
	if (child < 0)
		err(3, "fork");
	if (child)
		return child;
	run(data);
	_exit(0);
}

/* Turns: go() lets the other side pass its await(), once. */
struct gate {
	int ends[2];
};

static inline struct gate gate(void)
{
	struct gate made;
	if (pipe2(made.ends, O_CLOEXEC) < 0)
		err(3, "pipe2");
	return made;
}

static inline void go(struct gate gate)
{
	if (write(gate.ends[1], "", 1) != 1)
		err(3, "a gate");
}

static inline void await(struct gate gate)
{
	char byte;
	if (read(gate.ends[0], &byte, 1) != 1)
		errx(3, "a gate is closed");
}

static inline uint64_t cookie_of(int fd)
{
	uint64_t cookie = 0;
	socklen_t size = sizeof cookie;
	getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &size);
	return cookie;
}

static inline void ask_as_child(int fd)
{
	ask(fd, "a child");
}

/* CHILD between two questions of its parent's. */
static inline void between(int fd, void (*child)(int))
{
	uint64_t cookie = cookie_of(fd);
	ask(fd, "the parent");
	spawn(child, fd);
	wait_all();
	ask(fd, "the parent at last");
	if (cookie_of(fd) != cookie)
		say("another connection\n");
}

static inline int run_case(const struct named_case *cases, size_t count, const char *name)
{
	for (size_t i = 0; name && i < count; i++)
		if (strcmp(cases[i].name, name) == 0) {
			cases[i].run();
			return 0;
		}
	warnx("no case %s", name ? name : "given");
	return 2;
}
