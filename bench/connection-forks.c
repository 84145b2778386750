/* SPDX-License-Identifier: MIT */
/* connection-forks CLIENTS OTHERS COUNT: nanoseconds for fork + _exit + waitpid, of a
 * parent that has CLIENTS connections over loopback open, and OTHERS descriptors more.
 */
#include "bench.h"

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* Never accepted: to the client that makes no difference. */
static void open_clients(int count)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (void *)&address, size) < 0 || listen(listener, 1024) < 0 ||
	    getsockname(listener, (void *)&address, &size) < 0)
		give_up("listen");
	for (int i = 0; i < count; i++)
		if (connect(socket(AF_INET, SOCK_STREAM, 0), (void *)&address, size) < 0)
			give_up("connect");
}

static void open_others(int count)
{
	for (int i = 0; i < count; i++)
		if (dup(2) < 0)
			give_up("dup");
}

static void one_child(void)
{
	pid_t child = fork();
	if (child < 0)
		give_up("fork");
	if (child == 0)
		_exit(0);
	if (waitpid(child, NULL, 0) != child)
		give_up("waitpid");
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: connection-forks CLIENTS OTHERS COUNT\n", stderr);
		return 2;
	}
	long count = atol(argv[3]);
	struct rlimit most;
	getrlimit(RLIMIT_NOFILE, &most);
	most.rlim_cur = most.rlim_max;
	setrlimit(RLIMIT_NOFILE, &most);
	pin_to_this_core();
	open_clients(atoi(argv[1]));
	open_others(atoi(argv[2]));
	for (int i = 0; i < 20; i++)
		one_child();
	double start = now_ns();
	for (long i = 0; i < count; i++)
		one_child();
	print_per_op(start, count);
	return 0;
}
