/* SPDX-License-Identifier: MIT
 *
 * What faults are injected into: a parent whose numbers are known, children that draw,
 * and one that connects where a port is given (subject [PORT]). Says what the parent
 * drew, how many of the children's numbers differ, and whether what it was given by the
 * system is as it was.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 3 };

static long drawn[CHILDREN];

static int client(int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_port = htons((unsigned short)port),
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0)
		return -1;
	return fd;
}

/* By a pipe, as everything else would be one more call to fail. */
static void draw_in_child(int i)
{
	int ends[2];
	if (pipe(ends) != 0)
		exit(1);
	pid_t pid = fork();
	if (pid == 0) {
		long number = random();
		_exit(write(ends[1], &number, sizeof number) != sizeof number);
	}
	close(ends[1]);
	if (read(ends[0], &drawn[i], sizeof drawn[i]) != sizeof drawn[i])
		printf("child %d was lost\n", i);
	close(ends[0]);
	int status = -1;
	waitpid(pid, &status, 0);
	printf("child %d: %d\n", i, status);
}

static int distinct(void)
{
	int count = 0;
	for (int i = 0; i < CHILDREN; i++) {
		int is_new = 1;
		for (int other = 0; other < i; other++)
			is_new &= drawn[i] != drawn[other];
		count += is_new;
	}
	return count;
}

int main(int argc, char **argv)
{
	errno = 0;
	int fd = argc > 1 ? client(atoi(argv[1])) : -2, next = dup(1);
	printf("parent: %ld %ld errno %d connected %d next %d\n", random(), random(),
	       errno, fd != -1, next - (fd >= 0));
	fflush(stdout);
	for (int i = 0; i < CHILDREN; i++)
		draw_in_child(i);
	char byte = 'x';
	if (fd >= 0 && (write(fd, &byte, 1) != 1 || read(fd, &byte, 1) != 1))
		printf("the connection is broken\n");
	printf("parent: %ld\n", random());
	fprintf(stderr, "distinct: %d\n", distinct());
	return 7;
}
