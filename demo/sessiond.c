/* SPDX-License-Identifier: MIT */
/* A login server as they have been written for decades: the parent seeds rand() once,
 * listens, and forks workers; a worker serves one connection at a time and answers each
 * line with a session id made from rand(), and its own number. Knows nothing of forkseed.
 * Usage: sessiond WORKERS. Prints the port (on 127.0.0.1) it got; runs until it is
 * killed. The other end is sessions.c. */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int listen_on_any_port(void)
{
	struct sockaddr_in here = {.sin_family = AF_INET};
	socklen_t size = sizeof(here);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (listener < 0 || bind(listener, (struct sockaddr *)&here, size) ||
	    listen(listener, SOMAXCONN) ||
	    getsockname(listener, (struct sockaddr *)&here, &size))
		err(2, "cannot listen on 127.0.0.1");
	printf("%d\n", ntohs(here.sin_port));
	fflush(stdout);
	return listener;
}

static void serve(int connection, int worker)
{
	char line[64];
	FILE *requests = fdopen(connection, "r");

	while (requests && fgets(line, sizeof(line), requests)) {
		int high = rand(), low = rand();
		dprintf(connection, "%08x%08x %d\n", high, low, worker);
	}
	if (requests)
		fclose(requests);
}

static _Noreturn void work(int listener, int worker)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM); /* leave no worker behind */
	for (;;) {
		int connection = accept(listener, NULL, NULL);
		if (connection >= 0)
			serve(connection, worker);
	}
}

int main(int argc, char **argv)
{
	int workers = argc > 1 ? atoi(argv[1]) : 4;

	signal(SIGPIPE, SIG_IGN);
	srand((unsigned)time(NULL));
	int listener = listen_on_any_port();
	for (int worker = 1; worker <= workers; worker++)
		switch (fork()) {
		case -1:
			err(2, "fork");
		case 0:
			work(listener, worker);
		}
	while (wait(NULL) > 0)
		;
	return 0;
}
