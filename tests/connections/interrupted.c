/* SPDX-License-Identifier: MIT */
/* Threads that are cancelled while they wait for a connection, and signal handlers that
 * use one while their process forks: interrupted CASE. All of it goes as without
 * forkseed.
 */
#define _GNU_SOURCE
#include "client.h"

#include <pthread.h>
#include <sched.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/uio.h>

static char buffer[8];
static struct iovec part = {buffer, sizeof buffer};

/* What a thread waits in, by number. */
static void wait_in(int fd, int call)
{
	fd_set set;
	struct pollfd polled = {fd, POLLIN, 0};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
	ssize_t result = 0;
	FD_ZERO(&set);
	FD_SET(fd, &set);
	switch (call) {
	case 0:
		result = read(fd, buffer, sizeof buffer);
		break;
	case 1:
		result = recv(fd, buffer, sizeof buffer, 0);
		break;
	case 2:
		result = recvmsg(fd, &message, 0);
		break;
	case 3:
		result = readv(fd, &part, 1);
		break;
	case 4:
		result = poll(&polled, 1, -1);
		break;
	case 5:
		result = ppoll(&polled, 1, NULL, NULL);
		break;
	case 6:
		result = select(fd + 1, &set, NULL, NULL, NULL);
		break;
	case 7:
		result = recvfrom(fd, buffer, sizeof buffer, 0, NULL, NULL);
		break;
	}
	say("came back: %zd\n", result);
}

static struct {
	int fd, call;
	_Atomic int waits;
} waiting;

static void clean_up(void *text)
{
	say("%d: %s\n", waiting.call, (char *)text);
}

static void *wait_for_ever(void *unused)
{
	pthread_cleanup_push(clean_up, (void *)"cleaned up");
	waiting.waits = 1;
	wait_in(waiting.fd, waiting.call);
	pthread_cleanup_pop(0);
	return unused;
}

static void cancel_one(int fd, int call)
{
	pthread_t thread;
	void *result;
	waiting.fd = fd, waiting.call = call, waiting.waits = 0;
	pthread_create(&thread, NULL, wait_for_ever, NULL);
	while (!waiting.waits)
		sched_yield();
	usleep(2000); /* mostly it waits by now; a cancellation before is as good */
	pthread_cancel(thread);
	pthread_join(thread, &result);
	if (result != PTHREAD_CANCELED)
		say("not cancelled\n");
}

static void cancel_all(int fd)
{
	for (int call = 0; call < 8; call++)
		cancel_one(fd, call);
}

static void leave(int fd)
{
	(void)fd;
}

static void cancel_in_parent(void)
{
	int fd = client();
	between(fd, leave);
	cancel_all(fd);
	ask(fd, "the parent, afterwards");
}

/* The child's own one, and a pair. */
static void cancel_in_own(int inherited)
{
	int fd = client(), ends[2];
	if (inherited < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		exit(3);
	cancel_all(fd);
	cancel_all(ends[0]);
	ask(fd, "the child's own");
}

static void cancel_in_child(void)
{
	between(client(), cancel_in_own);
}

static int handlers_fd, handlers_pipe[2];
static volatile sig_atomic_t handled;

static void handle(int signal)
{
	char byte;
	int saved = errno;
	(void)signal;
	if (send(handlers_fd, "quiet\n", 6, MSG_NOSIGNAL) == 6 &&
	    write(handlers_pipe[1], "x", 1) == 1 && read(handlers_pipe[0], &byte, 1) == 1)
		handled++;
	errno = saved;
}

static void handler_during_forks(void)
{
	struct itimerval often = {{0, 200}, {0, 200}}, never = {{0, 0}, {0, 0}};
	int fd = client();
	handlers_fd = client();
	if (pipe(handlers_pipe) < 0)
		err(3, "pipe");
	sigaction(SIGALRM,
		  &(struct sigaction){.sa_handler = handle, .sa_flags = SA_RESTART},
		  NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	for (int i = 0; i < 200 || handled < 20; i++) {
		spawn(leave, fd);
		while (waitpid(-1, NULL, 0) > 0)
			;
	}
	setitimer(ITIMER_REAL, &never, NULL);
	ask(fd, "the parent at last");
	ask(handlers_fd, "the handler's, at last");
}

/* clang-format off */
static const struct named_case cases[] = {
	CASE(cancel_in_parent), CASE(cancel_in_child), CASE(handler_during_forks),
};
/* clang-format on */

int main(int count, char **words)
{
	return run_case(cases, sizeof cases / sizeof *cases, count > 1 ? words[1] : NULL);
}
