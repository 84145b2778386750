/* SPDX-License-Identifier: MIT */
/* Programs that fork and have connections, but share none with a child: apart CASE. What
 * must be exactly as it is without forkseed. Servers here have their clients in children
 * of their own; clients talk to the peer.
 */
#define _GNU_SOURCE
#include "client.h"

#include <pthread.h>
#include <pty.h>
#include <spawn.h>
#include <sys/epoll.h>

static struct gate turn;

static void be_client(int number)
{
	char question[32];
	int fd = connect_to(own_port);
	snprintf(question, sizeof question, "client %d", number);
	ask(fd, question);
	ask(fd, question);
}

static void serve(int fd)
{
	char line[ANSWER], text[ANSWER + 32];
	const char *got;
	while (strcmp(got = get_line(fd, line), "end") != 0 && line[0]) {
		snprintf(text, sizeof text, "served: %s", got);
		put_line(fd, text);
	}
}

static void serve_three(int listening)
{
	for (int i = 0; i < 3; i++) {
		int fd = accept(listening, NULL, NULL);
		spawn(serve, fd);
		close(fd);
	}
	wait_all();
}

static void accept_then_fork(void)
{
	int listening = listen_here();
	for (int i = 0; i < 3; i++)
		spawn(be_client, i);
	serve_three(listening);
}

/* The parent keeps what it accepted, and says goodbye itself. */
static void accept_and_keep(void)
{
	int listening = listen_here(), clients[3];
	for (int i = 0; i < 3; i++)
		spawn(be_client, i);
	for (int i = 0; i < 3; i++)
		spawn(serve, clients[i] = accept(listening, NULL, NULL));
	wait_all();
	for (int i = 0; i < 3; i++)
		shutdown(clients[i], SHUT_RDWR);
}

static void accept_and_serve(int listening)
{
	int fd = accept(listening, NULL, NULL);
	serve(fd);
	shutdown(fd, SHUT_RDWR);
}

static void prefork(void)
{
	int listening = listen_here();
	for (int i = 0; i < 3; i++)
		spawn(accept_and_serve, listening);
	for (int i = 0; i < 3; i++)
		spawn(be_client, i);
	wait_all();
}

/* Started by inetd, which listens for us on stdin, or by systemd. */
static void serve_inherited(void)
{
	serve_three(0);
}

static void serve_activated(void)
{
	serve_three(3);
}

/* The child serves, the parent asks, over one end each. */
static void over_pair(int ends[2])
{
	turn = gate();
	if (fork() == 0) {
		close(ends[0]);
		await(turn);
		serve(ends[1]);
		_exit(0);
	}
	close(ends[1]);
	go(turn);
	ask(ends[0], "over a pair");
	ask(ends[0], "and again");
	close(ends[0]);
	wait_all();
}

static void socketpairs(void)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0)
		over_pair(ends);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0)
		over_pair(ends);
}

/* Where there is no socketpair(2), people make one of TCP; the child has either end. */
static void tcp_pair(int connected)
{
	int listening = listen_here(), ends[2];
	ends[connected] = connect_to(own_port);
	ends[!connected] = accept(listening, NULL, NULL);
	close(listening);
	over_pair(ends);
}

static void tcp_pair_accepted(void)
{
	tcp_pair(0);
}

static void tcp_pair_connected(void)
{
	tcp_pair(1);
}

static void close_and_connect(int fd)
{
	close(fd);
	int own = client();
	say("%s number\n", own == fd ? "the same" : "another");
	ask(own, "its own");
	ask(own, "its own again");
}

static void children_connect(void)
{
	int fd = client();
	ask(fd, "the parent");
	for (int i = 0; i < 3; i++) {
		spawn(close_and_connect, fd);
		wait_all();
	}
	ask(fd, "the parent at last");
}

static void end_at_once(int fd)
{
	if (fd % 2)
		close(fd);
}

static void children_end(void)
{
	int first = client(), second = client();
	for (int i = 0; i < 4; i++) {
		ask(first, "the first");
		spawn(end_at_once, i % 2 ? first : second);
		ask(second, "the second");
	}
	wait_all();
	ask(first, "the parent at last");
}

static void *ask_in_thread(void *unused)
{
	int fd = client();
	char line[32];
	for (int i = 0; i < 50; i++) {
		snprintf(line, sizeof line, "thread %d", i);
		ask(fd, line);
	}
	return unused;
}

static void threads(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, ask_in_thread, NULL);
	for (int i = 0; i < 50; i++)
		spawn(end_at_once, 1000);
	pthread_join(thread, NULL);
	wait_all();
}

extern char **environ;

static void programs(void)
{
	pid_t child;
	int fd = client();
	char *words[] = {(char *)"echo", (char *)"spawned", NULL}, line[ANSWER] = "";
	ask(fd, "the parent");
	posix_spawnp(&child, "echo", NULL, NULL, words, environ);
	wait_all();
	if (system("echo system") != 0)
		exit(3);
	FILE *output = popen("echo popen", "r");
	if (!output || !fgets(line, sizeof line, output) || pclose(output) != 0)
		exit(3);
	say("%s", line);
	if (vfork() == 0)
		_exit(0);
	wait_all();
	ask(fd, "the parent at last");
}

static void on_terminal(void)
{
	int terminal, fd = client();
	char line[ANSWER] = "";
	if (forkpty(&terminal, NULL, NULL, NULL) == 0) {
		execlp("echo", "echo", "on a terminal", (char *)NULL);
		_exit(127);
	}
	if (read(terminal, line, sizeof line - 1) > 0)
		ask(fd, strtok(line, "\r"));
	wait_all();
	ask(fd, "the parent at last");
}

static void watched_by_epoll(void)
{
	int fd = client(), set = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event event = {.events = EPOLLIN};
	epoll_ctl(set, EPOLL_CTL_ADD, fd, &event);
	for (int i = 0; i < 4; i++) {
		char line[ANSWER];
		put_line(fd, "a question");
		spawn(end_at_once, 1000);
		say("%d ready, ", epoll_wait(set, &event, 1, 10000));
		say("%s\n", get_line(fd, line));
	}
	wait_all();
}

/* clang-format off */
static const struct named_case cases[] = {
	CASE(accept_then_fork), CASE(accept_and_keep), CASE(prefork),
	CASE(socketpairs),
	CASE(tcp_pair_accepted), CASE(tcp_pair_connected),
	CASE(children_connect), CASE(children_end), CASE(threads),
	CASE(programs), CASE(on_terminal), CASE(watched_by_epoll),
	CASE(serve_inherited), CASE(serve_activated),
};
/* clang-format on */

int main(int count, char **words)
{
	return run_case(cases, sizeof cases / sizeof *cases, count > 1 ? words[1] : NULL);
}
