/* SPDX-License-Identifier: MIT */
/* A server that the tests' clients talk to, and what it saw: peer RECORD [PATH].
 * It listens on one port of 127.0.0.1 and, where there is IPv6, of ::1, and on a Unix
 * socket at PATH; it prints the port. A line is answered by "answer to LINE", "stream N"
 * by N lines, "quiet ..." not at all. RECORD gets "CONNECTION LINE" for each line, and
 * "CONNECTION end" (or reset, or a line's beginning). SIGTERM ends it, when nobody is
 * connected any more, or silent for a second.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { LISTENERS = 3, MOST = 200, LINE = 512 };

struct connection {
	char line[LINE];
	size_t size;
	int number;
};

static struct pollfd polled[MOST];
static struct connection connections[MOST];
static int count, accepted;
static FILE *record;
static volatile sig_atomic_t ending;

static void end(int signal)
{
	(void)signal;
	ending = 1;
}

static int free_slot(void)
{
	for (int i = LISTENERS; i < count; i++)
		if (polled[i].fd < 0)
			return i;
	return count < MOST ? count++ : -1;
}

static void add(int fd)
{
	int slot = free_slot();
	if (slot < 0)
		exit(3);
	polled[slot] = (struct pollfd){.fd = fd, .events = POLLIN};
	connections[slot] = (struct connection){.number = ++accepted};
}

static void listen_on(int family, const void *address, socklen_t size)
{
	int one = 1, fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
	if (fd < 0 || bind(fd, address, size) < 0 || listen(fd, 64) < 0)
		fd = -1; /* poll(2) passes it over */
	polled[count++] = (struct pollfd){.fd = fd, .events = POLLIN};
}

/* The same port for both versions, so that one number is enough. */
static int listen_on_port(void)
{
	struct sockaddr_in four = {.sin_family = AF_INET};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6,
				   .sin6_addr = IN6ADDR_LOOPBACK_INIT};
	socklen_t size = sizeof four;
	four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listen_on(AF_INET, &four, size);
	if (getsockname(polled[0].fd, (void *)&four, &size) < 0)
		return -1;
	six.sin6_port = four.sin_port;
	listen_on(AF_INET6, &six, sizeof six);
	return ntohs(four.sin_port);
}

static void listen_on_path(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	strncpy(address.sun_path, path ? path : "", sizeof address.sun_path - 1);
	listen_on(path ? AF_UNIX : -1, &address, sizeof address);
}

static void answer(int fd, const char *line)
{
	char text[LINE + 32];
	int lines = 0;
	if (strncmp(line, "quiet", 5) == 0)
		return;
	if (sscanf(line, "stream %d", &lines) == 0)
		snprintf(text, sizeof text, "answer to %s\n", line);
	for (int i = 0; i < (lines ? lines : 1); i++) {
		if (lines)
			snprintf(text, sizeof text, "line %d of %d\n", i + 1, lines);
		send(fd, text, strlen(text), MSG_NOSIGNAL);
	}
}

static void each_line(int fd, struct connection *connection)
{
	char *line = connection->line, *newline;
	while ((newline = memchr(line, '\n', connection->size))) {
		size_t length = (size_t)(newline - line) + 1;
		*newline = 0;
		fprintf(record, "%d %s\n", connection->number, line);
		answer(fd, line);
		connection->size -= length;
		memmove(line, line + length, connection->size);
	}
}

static void leave(int i, const char *how)
{
	struct connection *connection = &connections[i];
	if (connection->size)
		fprintf(record, "%d (%.*s)\n", connection->number, (int)connection->size,
			connection->line);
	fprintf(record, "%d %s\n", connection->number, how);
	close(polled[i].fd);
	polled[i].fd = -1;
}

static void serve(int i)
{
	struct connection *connection = &connections[i];
	ssize_t bytes = recv(polled[i].fd, connection->line + connection->size,
			     LINE - 1 - connection->size, MSG_DONTWAIT);
	if (bytes <= 0) {
		leave(i, bytes < 0 ? "reset" : "end");
		return;
	}
	connection->size += (size_t)bytes;
	each_line(polled[i].fd, connection);
}

static void serve_all(void)
{
	for (int i = count - 1; i >= 0; i--)
		if (polled[i].revents && i >= LISTENERS)
			serve(i);
		else if (polled[i].revents)
			add(accept4(polled[i].fd, NULL, NULL, SOCK_CLOEXEC));
	fflush(record);
}

static bool is_used(void)
{
	for (int i = LISTENERS; i < count; i++)
		if (polled[i].fd >= 0)
			return true;
	return false;
}

int main(int words, char **word)
{
	if (words < 2 || !(record = fopen(word[1], "w")))
		return 2;
	printf("%d\n", listen_on_port());
	listen_on_path(words > 2 ? word[2] : NULL);
	fflush(stdout);
	sigaction(SIGTERM, &(struct sigaction){.sa_handler = end}, NULL);
	int idle = 0, ready;
	do {
		ready = poll(polled, (nfds_t)count, ending ? 10 : 50);
		idle = ready ? 0 : idle + ending;
		if (ready > 0)
			serve_all();
	} while (!ending || ready || (is_used() && idle < 100));
	return 0;
}
