/* SPDX-License-Identifier: MIT */
/* Descriptors and calls that few children have or make, before and after a fork: seldom
 * CASE. What each says must be what it says bare; where a child is cut off, its parent's
 * connection lives on.
 */
#define _GNU_SOURCE
#include "client.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/syscall.h>

static void *volatile nowhere = (void *)8;

static void permit_all(void)
{
	static const struct sock_filter all[] = {
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
	struct sock_fprog program = {1, (struct sock_filter *)all};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		err(3, "seccomp");
}

/* A child's filter is its parent's, who had noticed the connection before. */
static void filtered_parent(void)
{
	int fd = client();
	permit_all();
	permit_all();
	between(fd, ask_as_child);
}

static void from_nowhere(int fd)
{
	int results[] = {select(fd + 1, nowhere, NULL, NULL, NULL),
			 errno,
			 connect(socket(AF_INET, SOCK_STREAM, 0), nowhere, 16),
			 errno,
			 connect(socket(AF_INET, SOCK_STREAM, 0), nowhere, 4000),
			 errno};
	for (size_t i = 0; i < sizeof results / sizeof *results; i++)
		say("%d ", results[i]);
	say("\n");
}

/* Arguments that lead nowhere are the kernel's to refuse. */
static void bad_arguments(void)
{
	between(client(), from_nowhere);
}

/* By a call that is not seen: the parent never used what its child uses. */
static void replaced_unseen(void)
{
	int fd = client(), other = client();
	spawn(ask_as_child, fd);
	wait_all();
	syscall(SYS_dup3, other, fd, 0);
	ask(fd, "the parent by another");
}

static int set, raw, raw_unix;

static void connect_by_path(void)
{
	struct sockaddr_un path = {.sun_family = AF_UNIX};
	strncpy(path.sun_path, getenv("PEER_PATH"), sizeof path.sun_path - 1);
	if (connect(raw_unix, (void *)&path, sizeof path) < 0)
		err(3, "connect");
	ask(raw_unix, "its own by a path");
}

/* Waits for it, sends, connects it, asks. */
static void come_to_use(int unused)
{
	struct epoll_event event = {0};
	struct pollfd ready = {.fd = raw, .events = POLLIN};
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_port = htons((uint16_t)peer_port()),
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	(void)unused;
	say("%d by poll\n", poll(&ready, 1, 0));
	say("%d by epoll\n", epoll_wait(set, &event, 1, 0));
	say("%zd, ", send(raw, "", 1, MSG_NOSIGNAL));
	say("%s\n", strerrorname_np(errno));
	if (connect(raw, (void *)&address, sizeof address) < 0)
		err(3, "connect");
	ask(raw, "its own");
	connect_by_path();
}

static void make_raw(void)
{
	struct epoll_event event = {.events = EPOLLIN};
	raw = socket(AF_INET, SOCK_STREAM, 0);
	raw_unix = socket(AF_UNIX, SOCK_STREAM, 0);
	set = epoll_create1(EPOLL_CLOEXEC);
	epoll_ctl(set, EPOLL_CTL_ADD, raw, &event);
}

/* A socket that nobody has connected yet: the child does. */
static void connected_later(void)
{
	make_raw();
	between(client(), come_to_use);
}

static void filter_first(int fd)
{
	permit_all();
	come_to_use(fd);
}

static void filtered_later(void)
{
	make_raw();
	between(client(), filter_first);
}

/* By then the parent has no such socket. */
static void closed_in_parent(void)
{
	struct gate turn = gate();
	int fd = client();
	ask(fd, "the parent");
	make_raw();
	if (fork() == 0) {
		await(turn);
		come_to_use(fd);
		_exit(0);
	}
	close(raw);
	go(turn);
	wait_all();
	ask(fd, "the parent at last");
}

static void without_descriptors(int fd)
{
	struct rlimit none = {0, 0};
	struct epoll_event event = {.events = EPOLLOUT}, got = {0};
	if (setrlimit(RLIMIT_NOFILE, &none) < 0)
		err(3, "setrlimit");
	say("%d ready\n", epoll_wait(set, &got, 1, 1000));
	say("%d by epoll_ctl\n", epoll_ctl(set, EPOLL_CTL_MOD, fd, &event));
	say("%d ready\n", epoll_wait(set, &got, 1, 1000));
}

/* There is none left to look into a set, nor to make another. */
static void set_at_limit(void)
{
	struct epoll_event event = {.events = EPOLLOUT};
	int fd = client();
	set = epoll_create1(EPOLL_CLOEXEC);
	epoll_ctl(set, EPOLL_CTL_ADD, fd, &event);
	between(fd, without_descriptors);
}

static int ends[2];

/* As many free descriptors, and a pipe in the set that can be read. */
static void with_descriptors(int left)
{
	struct rlimit few = {64, 64};
	struct epoll_event got[2] = {0};
	int copies[64], count = 0;
	if (setrlimit(RLIMIT_NOFILE, &few) < 0)
		err(3, "setrlimit");
	while ((copies[count] = dup(0)) >= 0)
		count++;
	while (left--)
		close(copies[--count]);
	say("%d ready", epoll_wait(set, got, 2, 1000));
	say(": %s\n", got[0].data.fd == ends[0] ? "the pipe" : "another");
}

static void with_none(int fd)
{
	(void)fd;
	with_descriptors(0);
}

static void with_one(int fd)
{
	(void)fd;
	with_descriptors(1);
}

static int pipe_beside_client(void)
{
	int fd = client();
	struct epoll_event events[] = {{.events = EPOLLIN}, {.events = EPOLLIN}};
	if (pipe(ends) < 0 || write(ends[1], "x", 1) != 1)
		err(3, "pipe");
	events[0].data.fd = fd;
	events[1].data.fd = ends[0];
	set = epoll_create1(EPOLL_CLOEXEC);
	epoll_ctl(set, EPOLL_CTL_ADD, fd, &events[0]);
	epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &events[1]);
	return fd;
}

/* A set can't be read with so few, let alone be made anew. */
static void set_near_limit(void)
{
	int fd = pipe_beside_client();
	between(fd, with_none);
	between(fd, with_one);
}

static void with_none_then_some(int fd)
{
	struct epoll_event got[2] = {0};
	with_none(fd);
	for (int i = 40; i < 64; i++)
		close(i);
	say("%d ready later\n", epoll_wait(set, got, 2, 1000));
}

/* It can be read later, and is looked at then. */
static void set_read_later(void)
{
	int fd = pipe_beside_client();
	between(fd, with_none_then_some);
}

/* The number of what the parent has in the set, which the child has closed. */
static void number_anew(int fd)
{
	struct epoll_event own = {.events = EPOLLIN, .data.fd = -1}, got[3];
	int fresh[2], seen = 0;
	(void)fd;
	close(ends[0]);
	if (pipe(fresh) < 0 || fresh[0] != ends[0] || write(fresh[1], "x", 1) != 1)
		err(3, "pipe");
	int added = epoll_ctl(set, EPOLL_CTL_ADD, fresh[0], &own);
	for (int i = epoll_wait(set, got, 3, 1000); i > 0; i--)
		seen += got[i - 1].data.fd == -1;
	say("%d added, %d told\n", added, seen);
}

static void set_with_number_anew(void)
{
	int fd = pipe_beside_client();
	between(fd, number_anew);
}

/* clang-format off */
static const struct named_case cases[] = {
	CASE(filtered_parent), CASE(bad_arguments), CASE(connected_later), CASE(filtered_later),
	CASE(closed_in_parent), CASE(set_at_limit), CASE(set_near_limit), CASE(set_read_later), CASE(set_with_number_anew), CASE(replaced_unseen),
};
/* clang-format on */

int main(int count, char **words)
{
	return run_case(cases, sizeof cases / sizeof *cases, count > 1 ? words[1] : NULL);
}
