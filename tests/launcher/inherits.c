/* SPDX-License-Identifier: MIT */
/*
 * inherits [stdio|raw] ADDRESS...: opens a TCP connection to itself on each address of
 * loopback; then parent and child write to all of them, the child last, by write(2), by C
 * stdio or by a raw system call. Prints what each server got, and what became of the
 * child's writing.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST = 4 };
struct pair {
	int client, server;
};

static void must(int result, const char *what)
{
	if (result >= 0)
		return;
	perror(what);
	exit(2);
}

static struct pair connected(const char *address)
{
	struct sockaddr_in name = {.sin_family = AF_INET};
	socklen_t size = sizeof name;
	struct pair pair;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	must(listener, "socket");
	inet_pton(AF_INET, address, &name.sin_addr);
	must(bind(listener, (void *)&name, size), "bind");
	must(listen(listener, 1), "listen");
	must(getsockname(listener, (void *)&name, &size), "getsockname");
	must(pair.client = socket(AF_INET, SOCK_STREAM, 0), "socket");
	must(connect(pair.client, (void *)&name, size), "connect");
	must(pair.server = accept(listener, NULL, NULL), "accept");
	close(listener);
	return pair;
}

static ssize_t write_by_stdio(int fd, const char *byte)
{
	FILE *stream = fdopen(fd, "w");
	return stream && fputs(byte, stream) >= 0 && fflush(stream) == 0 ? 1 : -1;
}

static ssize_t write_raw(int fd, const char *byte)
{
	return syscall(SYS_write, fd, byte, 1);
}

static ssize_t write_plain(int fd, const char *byte)
{
	return write(fd, byte, 1);
}

static ssize_t (*write_byte)(int fd, const char *byte) = write_plain;

/* How many were refused as a closed connection's would be. */
static int write_all(const struct pair *pairs, int count, const char *byte)
{
	int refused = 0;
	for (int i = 0; i < count; i++)
		if (write_byte(pairs[i].client, byte) != 1)
			refused += errno == EPIPE;
	return refused;
}

/* The child writes once the parent has. */
static pid_t start_child(const struct pair *pairs, int count, const int ready[2])
{
	char byte;
	pid_t child = fork();
	must(child, "fork");
	if (child)
		return child;
	close(ready[1]);
	while (read(ready[0], &byte, 1) > 0)
		;
	_exit(write_all(pairs, count, "c"));
}

/* True if the first word says how to write. */
static bool take_way(const char *word)
{
	if (strcmp(word, "stdio") == 0)
		write_byte = write_by_stdio;
	if (strcmp(word, "raw") == 0)
		write_byte = write_raw;
	return write_byte != write_plain;
}

/* What the servers got: all of it, as both writers are at their end. */
static void print_received(const struct pair *pairs, int count)
{
	for (int i = 0; i < count; i++) {
		char got[8] = "";
		close(pairs[i].client);
		must((int)recv(pairs[i].server, got, sizeof got - 1, MSG_WAITALL),
		     "recv");
		printf("%s ", got);
	}
}

int main(int argc, char **argv)
{
	struct pair pairs[MOST];
	int first = argc > 1 && take_way(argv[1]) ? 2 : 1;
	int count = argc - first, ready[2], status;
	if (count < 1 || count > MOST)
		return 2;
	for (int i = 0; i < count; i++)
		pairs[i] = connected(argv[first + i]);
	must(pipe(ready), "pipe");
	pid_t child = start_child(pairs, count, ready);
	write_all(pairs, count, "p");
	close(ready[0]);
	close(ready[1]);
	waitpid(child, &status, 0);
	print_received(pairs, count);
	printf("refused=%d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	return 0;
}
