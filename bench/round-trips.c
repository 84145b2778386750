/* SPDX-License-Identifier: MIT */
/* round-trips COUNT: nanoseconds for one byte to a server on loopback and back, by a
 * client that has forked since it connected: its connection may be shared by now.
 */
#include "bench.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/wait.h>

static int listen_on_loopback(struct sockaddr_in *address, socklen_t *size)
{
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	*address = (struct sockaddr_in){.sin_family = AF_INET,
					.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	if (bind(listener, (void *)address, *size) < 0 || listen(listener, 1) < 0 ||
	    getsockname(listener, (void *)address, size) < 0)
		give_up("listen");
	return listener;
}

static void without_delay(int fd)
{
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
}

static _Noreturn void serve(int listener)
{
	int fd = accept(listener, NULL, NULL);
	char byte;
	without_delay(fd);
	while (read(fd, &byte, 1) == 1 && write(fd, &byte, 1) == 1)
		;
	_exit(0);
}

static void round_trips(int fd, long count)
{
	char byte = 'x';
	for (long i = 0; i < count; i++)
		if (write(fd, &byte, 1) != 1 || read(fd, &byte, 1) != 1)
			give_up("round trip");
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: round-trips COUNT\n", stderr);
		return 2;
	}
	struct sockaddr_in address;
	socklen_t size = sizeof address;
	int listener = listen_on_loopback(&address, &size);
	pid_t server = fork();
	if (server == 0)
		serve(listener);
	pin_to_this_core();
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(fd, (void *)&address, size) < 0)
		give_up("connect");
	without_delay(fd);
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	waitpid(child, NULL, 0);
	round_trips(fd, 1000);
	double start = now_ns();
	round_trips(fd, atol(argv[1]));
	print_per_op(start, atol(argv[1]));
	return 0;
}
