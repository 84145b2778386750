/* SPDX-License-Identifier: MIT */
/*
 * inherits ADDRESS...: opens a TCP connection to itself on each address of loopback; then
 * parent and child write to all of them, the child last. Prints what each server got, and
 * what became of the child's writing.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
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

/* How many were refused as a closed connection's would be. */
static int write_all(const struct pair *pairs, int count, const char *byte)
{
	int refused = 0;
	for (int i = 0; i < count; i++)
		if (write(pairs[i].client, byte, 1) != 1)
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

int main(int argc, char **argv)
{
	struct pair pairs[MOST];
	int count = argc - 1, ready[2], status;
	if (count < 1 || count > MOST)
		return 2;
	for (int i = 0; i < count; i++)
		pairs[i] = connected(argv[1 + i]);
	must(pipe(ready), "pipe");
	pid_t child = start_child(pairs, count, ready);
	write_all(pairs, count, "p");
	close(ready[0]);
	close(ready[1]);
	waitpid(child, &status, 0);
	for (int i = 0; i < count; i++) {
		char got[8] = "";
		close(pairs[i].client); /* the server gets all, and the end */
		must((int)recv(pairs[i].server, got, sizeof got - 1, MSG_WAITALL),
		     "recv");
		printf("%s ", got);
	}
	printf("refused=%d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	return 0;
}
