/* SPDX-License-Identifier: MIT
 *
 * Connections of a process to itself, in the situations in which shim/connections once
 * failed. A child whose connection was cut off reads its end; bare it sees the byte that
 * waits there. The first argument names the situation, the second says how often.
 */
#include "listening.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static int count, client, server;
static pthread_barrier_t barrier;
/* Unknown to the compiler. */
static void *volatile bad_address = (void *)8;
static void *volatile null, *volatile first_page = (void *)4, *volatile last = (void *)-8;
static volatile nfds_t too_many = (nfds_t)-1;

static int connected(int *accepted)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(fd, (void *)&address, sizeof address))
		abort();
	*accepted = accept(listener, NULL, NULL);
	if (send(*accepted, "x", 1, 0) != 1)
		abort();
	return fd;
}

/* By a reset, which leaves no port in TIME_WAIT. */
static void drop(int fd, int accepted)
{
	struct linger at_once = {1, 0};
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	close(fd);
	close(accepted);
}

static int is_cut_off(int fd)
{
	char byte;
	return recv(fd, &byte, 1, MSG_PEEK) == 0;
}

static int child_is_cut_off(int fd)
{
	int status = 0;
	pid_t child = fork();
	if (child == 0)
		_exit(is_cut_off(fd));
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

static int lasting(void)
{
	for (int i = 0; i < count; i++) {
		int accepted, fd = connected(&accepted);
		pid_t child = fork();
		if (child == 0)
			_exit(0);
		waitpid(child, NULL, 0);
		drop(fd, accepted);
	}
	return child_is_cut_off(client);
}

static void *fork_at_once(void *result)
{
	pthread_barrier_wait(&barrier);
	*(int *)result = child_is_cut_off(client);
	return NULL;
}

/* How often both children were cut off. */
static int together(void)
{
	int both = 0;
	pthread_barrier_init(&barrier, NULL, 2);
	for (int i = 0; i < count; i++) {
		int one = 0, other = 0;
		pthread_t thread;
		drop(client, server);
		client = connected(&server);
		pthread_create(&thread, NULL, fork_at_once, &one);
		fork_at_once(&other);
		pthread_join(thread, NULL);
		both += one && other;
	}
	return both;
}

static int after_vfork(void)
{
	child_is_cut_off(client);
	pid_t child = vfork();
	if (child == 0) {
		dup2(STDERR_FILENO, client);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	return child_is_cut_off(client);
}

/* What is accepted, and then half closed, at the number of a socket that was made and
 * closed: a child reads what has come. */
static int accepted_half(void)
{
	char byte;
	int status = 0, fd = socket(AF_INET, SOCK_STREAM, 0);
	int number = socket(AF_INET, SOCK_STREAM, 0);
	close(number);
	if (connect(fd, (void *)&address, sizeof address) ||
	    accept(listener, NULL, NULL) != number || send(fd, "x", 1, 0) != 1)
		abort();
	shutdown(number, SHUT_WR);
	pid_t child = fork();
	if (child == 0)
		_exit(recv(number, &byte, 1, 0) != 1);
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

static int client_half(void)
{
	shutdown(client, SHUT_WR);
	return child_is_cut_off(client);
}

/* Under a /proc that hides other users' processes. */
static int hidden(void)
{
	int status = 0;
	pid_t child = fork();
	if (child == 0)
		_exit(setgid(65534) || setuid(65534) ? 2 : is_cut_off(client));
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

static ssize_t call(int number)
{
	void *nowhere = bad_address;
	struct msghdr message = {.msg_iov = nowhere, .msg_iovlen = 1};
	struct pollfd one = {client, POLLIN, 0};
	switch (number) {
	case 0:
		return sendmsg(STDOUT_FILENO, NULL, 0);
	case 1:
		return writev(STDOUT_FILENO, nowhere, 1);
	case 2:
		return sendmsg(client, nowhere, 0);
	case 3:
		return sendmsg(client, &message, 0);
	case 4:
		return write(client, nowhere, 10);
	case 5:
		return writev(client, nowhere, 3);
	case 6:
		return poll(nowhere, 1, 0);
	case 7:
		return select(10, nowhere, NULL, NULL, NULL);
	case 8:
		return poll(&one, too_many, 0);
	case 9:
		return write(client, null, 10);
	case 10:
		return writev(client, null, 1);
	case 11:
		return sendmsg(client, null, 0);
	case 12:
		return write(client, first_page, 10);
	case 13:
		return writev(client, last, 1);
	case 14:
		return connect(client, first_page, sizeof address);
	default:
		return 0;
	}
}

/* In the parent, which is not cut off. */
static int pointers(void)
{
	child_is_cut_off(client);
	for (int i = 0; i < 15; i++) {
		errno = 0;
		ssize_t result = call(i);
		printf("%zd %s, ", result, strerror(errno));
		fflush(stdout);
	}
	return count;
}

static void *call_early(void *unused)
{
	struct pollfd none = {-1, POLLIN, 0};
	pthread_barrier_wait(&barrier);
	for (int i = 0; i < count; i++) {
		poll(&none, 1, 0);
		close(dup(STDERR_FILENO));
		connect(-1, NULL, 0);
	}
	return unused;
}

/* Before any preloaded object's constructor. */
static void early(int arguments, char **argument)
{
	pthread_t threads[3];
	if (arguments < 3 || strcmp(argument[1], "early") != 0)
		return;
	count = atoi(argument[2]);
	pthread_barrier_init(&barrier, NULL, 3);
	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, call_early, NULL);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
}
__attribute__((section(".preinit_array"), used)) static void *const first = early;

int main(int arguments, char **argument)
{
	static const struct {
		const char *name;
		int (*run)(void);
	} situations[] = {{"lasting", lasting},         {"together", together},
			  {"after_vfork", after_vfork}, {"accepted_half", accepted_half},
			  {"client_half", client_half}, {"hidden", hidden},
			  {"pointers", pointers}};
	if (arguments < 3)
		return 2;
	count = atoi(argument[2]);
	signal(SIGPIPE, SIG_IGN);
	begin_listening();
	client = connected(&server);
	for (size_t i = 0; i < sizeof situations / sizeof *situations; i++)
		if (strcmp(situations[i].name, argument[1]) == 0)
			printf("%d\n", situations[i].run());
	return 0;
}
