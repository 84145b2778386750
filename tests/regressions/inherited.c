/* SPDX-License-Identifier: MIT
 *
 * What children do with connections and sockets that they inherited, of which
 * shim/connections once took some for something else. Each situation, named by the first
 * argument, prints a word or two.
 */
#define _GNU_SOURCE
#include "listening.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* A byte waits there. The other end is returned. */
static int connect_it(int fd)
{
	if (connect(fd, (void *)&address, sizeof address) && errno != EINPROGRESS)
		err(3, "connect");
	int other = accept(listener, NULL, NULL);
	if (other < 0 || send(other, "x", 1, 0) != 1)
		err(3, "accept");
	return other;
}

static int connected(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	connect_it(fd);
	return fd;
}

static const char *what_is_read(int fd)
{
	char byte;
	ssize_t got = recv(fd, &byte, 1, MSG_PEEK);
	return got == 1 ? "the byte" : got == 0 ? "the end" : strerrorname_np(errno);
}

static void say(const char *word)
{
	printf("%s\n", word);
	fflush(stdout);
}

static void in_child(void (*run)(int), int data)
{
	pid_t child = fork();
	if (child == 0) {
		run(data);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

static void say_what_is_read(int fd)
{
	say(what_is_read(fd));
}

/* A server's connection, at a number for which nothing has been kept so far, which its
 * client resets. */
static void reset_at_high_number(void)
{
	const struct rlimit limit = {1024, 4096};
	const struct linger at_once = {1, 0};
	int fd = socket(AF_INET, SOCK_STREAM, 0), none = open("/dev/null", O_RDONLY);
	if (connect(fd, (void *)&address, sizeof address))
		err(3, "connect");
	setrlimit(RLIMIT_NOFILE, &limit);
	while (none >= 0 && none < 600)
		none = open("/dev/null", O_RDONLY);
	int other = accept(listener, NULL, NULL);
	struct pollfd reset = {.fd = other};
	if (send(fd, "x", 1, 0) != 1 || read(other, &(char){0}, 1) != 1)
		err(3, "read");
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	close(fd);
	poll(&reset, 1, 10000);
	in_child(_exit, 0);
	say(what_is_read(other));
}

static int connects[2], ends[2];

static void await(const int pipe[2])
{
	char byte;
	if (read(pipe[0], &byte, 1) != 1)
		_exit(4);
}

static void go(const int pipe[2])
{
	if (write(pipe[1], "", 1) != 1)
		err(3, "write");
}

static void use_when_alone(int fd)
{
	await(ends);
	say(what_is_read(fd));
}

/* Connected by the parent after its child was made; and the child, which has ended by
 * then, has made one as well. */
static void connected_above_grandchild(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), done[2];
	char byte;
	if (pipe2(connects, O_CLOEXEC) || pipe2(ends, O_CLOEXEC) || pipe2(done, 0))
		err(3, "pipe2");
	pid_t child = fork();
	if (child == 0) {
		await(connects);
		if (fork())
			_exit(0);
		use_when_alone(fd);
		_exit(0);
	}
	close(done[1]);
	connect_it(fd);
	go(connects);
	waitpid(child, NULL, 0);
	go(ends);
	if (read(done[0], &byte, 1) != 0) /* its end */
		err(3, "read");
}

/* In a child of vfork(2), whose descriptors are its own: used, and replaced. */
static void overwrite_elsewhere(int fd)
{
	char byte;
	pid_t child = vfork();
	if (child == 0) {
		recv(fd, &byte, 1, MSG_PEEK);
		dup2(listener, fd);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

static void overwrite_and_say(int fd)
{
	overwrite_elsewhere(fd);
	say(what_is_read(fd));
}

static void connect_and_overwrite(int fd)
{
	fd = connected();
	overwrite_elsewhere(fd);
	in_child(say_what_is_read, fd);
}

static void vfork_in_child(void)
{
	in_child(overwrite_and_say, connected());
	in_child(connect_and_overwrite, -1);
}

static int set;

static void put(int fd, uint64_t number)
{
	struct epoll_event event = {.events = EPOLLIN, .data.u64 = number};
	say(epoll_ctl(set, EPOLL_CTL_ADD, fd, &event) ? strerrorname_np(errno) : "added");
}

static int number_of(const struct epoll_event *event)
{
	return (int)event->data.u64;
}

static void close_and_reuse(int fd)
{
	struct epoll_event got[4];
	int seen[8] = {0};
	close(fd);
	if (eventfd(1, 0) != fd)
		err(3, "eventfd");
	put(fd, 3);
	for (int i = epoll_wait(set, got, 4, 10000); i > 0; i--)
		seen[number_of(&got[i - 1])]++;
	printf("1: %d, 2: %d, 3: %d\n", seen[1], seen[2], seen[3]);
	fflush(stdout);
}

static void use_close_and_reuse(int fd)
{
	say(what_is_read(fd));
	close_and_reuse(fd);
}

/* The number of a connection in a set, which the child closes; used before, or not. */
static void number_in_set(void)
{
	int one = connected(), other = connected();
	set = epoll_create1(0);
	put(one, 1);
	put(other, 2);
	in_child(close_and_reuse, one);
	in_child(use_close_and_reuse, one);
}

static void take_out(int fd)
{
	epoll_ctl(set, EPOLL_CTL_DEL, fd, NULL);
	close(fd);
}

/* The child takes it out of its parent's set, and the parent connects it. */
static void unconnected_in_set(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), found;
	struct epoll_event got;
	set = epoll_create1(0);
	put(fd, 1);
	in_child(take_out, fd);
	connect_it(fd);
	do
		found = epoll_wait(set, &got, 1, 1000);
	while (found > 0 && !(got.events & EPOLLIN));
	say(found > 0 ? what_is_read(fd) : "nothing");
}

/* Nobody accepts, and there is no room for more. */
static int connecting(void)
{
	int fd = -1;
	close(listener);
	begin_listening();
	listen(listener, 0);
	for (int i = 0; i < 6; i++) {
		fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		if (connect(fd, (void *)&address, sizeof address) && errno != EINPROGRESS)
			err(3, "connect");
	}
	return fd;
}

/* The child of a parent that is about to end. */
static void connecting_at_daemon(void)
{
	int fd = connecting();
	if (fork()) {
		usleep(20000);
		_exit(0);
	}
	setsid();
	say(what_is_read(fd));
}

int main(int count, char **words)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} situations[] = {{"reset_at_high_number", reset_at_high_number},
			  {"connected_above_grandchild", connected_above_grandchild},
			  {"vfork_in_child", vfork_in_child},
			  {"number_in_set", number_in_set},
			  {"unconnected_in_set", unconnected_in_set},
			  {"connecting_at_daemon", connecting_at_daemon}};
	signal(SIGPIPE, SIG_IGN);
	begin_listening();
	for (size_t i = 0; i < sizeof situations / sizeof *situations; i++)
		if (count > 1 && strcmp(situations[i].name, words[1]) == 0)
			situations[i].run();
	return 0;
}
