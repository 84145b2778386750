/* SPDX-License-Identifier: MIT */
/* Children that wrongly use their parent's connection, and who owns one: hazards CASE.
 * The parent's must live on, whatever the child does.
 */
#define _GNU_SOURCE
#include "client.h"

#include <pthread.h>
#include <sched.h>

static void child(void)
{
	between(client(), ask_as_child);
}

static int parents_copy;

static void ask_by_copies(int fd)
{
	ask(parents_copy, "a child by a copy");
	ask(fd, "a child");
}

static void copy_of_parent(void)
{
	int fd = client();
	parents_copy = dup(fd);
	between(fd, ask_by_copies);
	ask(parents_copy, "the parent by its copy");
}

static void copy_and_ask(int fd)
{
	ask(dup2(fd, 20), "a child by dup2");
	ask(dup3(fd, 21, O_CLOEXEC), "a child by dup3");
	ask(fcntl(fd, F_DUPFD, 22), "a child by fcntl");
	ask(fcntl(fd, F_DUPFD_CLOEXEC, 23), "a child by fcntl, closing");
	ask(fd, "a child");
}

static void copies_of_child(void)
{
	between(client(), copy_and_ask);
}

static void user(void)
{
	say("%d\n", (int)geteuid());
}

static void unix_client(void)
{
	between(connect_unix(getenv("PEER_PATH")), ask_as_child);
}

static void version_6(void)
{
	struct sockaddr_in6 address = {.sin6_family = AF_INET6,
				       .sin6_addr = IN6ADDR_LOOPBACK_INIT,
				       .sin6_port = htons((uint16_t)peer_port())};
	int fd = socket(AF_INET6, SOCK_STREAM, 0);
	if (fd < 0 || connect(fd, (void *)&address, sizeof address) < 0)
		say("no IPv6\n");
	else
		between(fd, ask_as_child);
}

static void fork_and_ask(int fd)
{
	spawn(ask_as_child, fd);
	wait_all();
	ask(fd, "the middle one");
}

static void grandchild(void)
{
	between(client(), fork_and_ask);
}

static void end_it(int fd)
{
	shutdown(fd, SHUT_RDWR);
}

/* As clients do that notice. */
static void ask_or_reconnect(int fd)
{
	char line[ANSWER];
	if (!put_line(fd, "a child") || get_line(fd, line) != line) {
		close(fd);
		fd = client();
	}
	ask(fd, "one that may reconnect");
}

static void reconnects(void)
{
	between(client(), ask_or_reconnect);
}

static void child_shuts_down(void)
{
	between(client(), end_it);
}

/* Who has taken it over is an owner like any other. */
static void heir_forks(void)
{
	int fd = client();
	struct gate alive = gate();
	char byte;
	ask(fd, "the first");
	if (fork())
		_exit(0);
	close(alive.ends[1]);
	if (read(alive.ends[0], &byte, 1) == 0)
		between(fd, ask_as_child);
}

static int ask_as_clone(void *fd)
{
	ask(*(int *)fd, "a child");
	return 0;
}

static void shares_memory(void)
{
	static char stack[65536] __attribute__((aligned(16)));
	int fd = client();
	ask(fd, "the parent");
	if (clone(ask_as_clone, stack + sizeof stack, CLONE_VM | SIGCHLD, &fd) < 0)
		err(3, "clone");
	wait_all();
	ask(fd, "the parent at last");
}

static void vforked(void)
{
	int fd = client(), status;
	ask(fd, "the parent");
	pid_t made = vfork();
	if (made == 0) {
		ssize_t wrote = write(fd, "a child\n", 8);
		_exit(wrote != 8);
	}
	waitpid(made, &status, 0);
	char line[ANSWER];
	say("%d %s\n", status, get_line(fd, line));
	ask(fd, "the parent at last");
}

static void *be_asking(void *fd)
{
	ask(*(int *)fd, "a thread of a child");
	return NULL;
}

static void ask_in_thread(int fd)
{
	pthread_t thread;
	pthread_create(&thread, NULL, be_asking, &fd);
	pthread_join(thread, NULL);
}

static void thread_of_child(void)
{
	between(client(), ask_in_thread);
}

/* clang-format off */
static const struct named_case cases[] = {
	CASE(child), CASE(unix_client), CASE(version_6), CASE(grandchild),
	CASE(child_shuts_down), CASE(heir_forks), CASE(shares_memory), CASE(vforked),
	CASE(thread_of_child), CASE(user), CASE(copy_of_parent), CASE(copies_of_child),
	CASE(reconnects),
};
/* clang-format on */

int main(int count, char **words)
{
	return run_case(cases, sizeof cases / sizeof *cases, count > 1 ? words[1] : NULL);
}
