/* SPDX-License-Identifier: MIT
 *
 * connections/sockets.c, holders.c and dead-end.c on real sockets of loopback.
 */
#include "connections/sockets.h"
#include "connections/dead-end.h"
#include "connections/holders.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

struct pair {
	int listener, client, server;
	unsigned port;
};

static struct pair connected(int family)
{
	struct pair pair = {.listener = socket(family, SOCK_STREAM, 0)};
	struct sockaddr_storage address = {.ss_family = (sa_family_t)family};
	struct sockaddr_in *four = (void *)&address;
	socklen_t size = sizeof address;
	if (family == AF_INET)
		four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	else
		((struct sockaddr_in6 *)&address)->sin6_addr = in6addr_loopback;
	ck_assert_int_eq(bind(pair.listener, (void *)&address, size), 0);
	ck_assert_int_eq(listen(pair.listener, 4), 0);
	getsockname(pair.listener, (void *)&address, &size);
	pair.port = ntohs(four->sin_port);
	pair.client = socket(family, SOCK_STREAM, 0);
	ck_assert_int_eq(socket_side(pair.client), SIDE_NOT_YET);
	ck_assert_int_eq(connect(pair.client, (void *)&address, size), 0);
	pair.server = accept(pair.listener, NULL, NULL);
	return pair;
}

static void end(struct pair pair)
{
	close(pair.listener);
	close(pair.client);
	close(pair.server);
}

/* Reads or writes what it can without waiting; both ends must look as at the beginning.
 */
static void move_bytes(struct pair pair)
{
	static char buffer[65536];
	fcntl(pair.client, F_SETFL, O_NONBLOCK);
	fcntl(pair.server, F_SETFL, O_NONBLOCK);
	srandom(1);
	for (int i = 0; i < 5000; i++) {
		int end = random() & 1 ? pair.client : pair.server;
		size_t size = (size_t)random() % sizeof buffer;
		ssize_t moved =
			random() & 1 ? write(end, buffer, size) : read(end, buffer, size);
		ck_assert(moved >= 0 || errno == EAGAIN);
		ck_assert_int_eq(socket_side(pair.client), SIDE_CLIENT);
		ck_assert_int_eq(socket_side(pair.server), SIDE_OTHER);
	}
}

static void tells_the_sides(int family, const char *start)
{
	struct pair pair = connected(family);
	struct peer peer;
	ck_assert_int_eq(socket_side(pair.listener), SIDE_OTHER);
	ck_assert_int_eq(socket_side(pair.client), SIDE_CLIENT);
	ck_assert_int_eq(socket_side(pair.server), SIDE_OTHER);
	ck_assert(socket_peer(pair.client, &peer));
	ck_assert_uint_eq(peer.port, pair.port);
	ck_assert_int_eq(strncmp(peer.text, start, strlen(start)), 0);
	move_bytes(pair);
	shutdown(pair.server, SHUT_WR);
	poll(&(struct pollfd){.fd = pair.client, .events = POLLRDHUP}, 1, 5000);
	ck_assert_int_eq(socket_side(pair.client), SIDE_CLIENT);
	end(pair);
}

START_TEST(the_sides_of_tcp_are_told)
{
	tells_the_sides(AF_INET, "127.0.0.1:");
}
END_TEST

START_TEST(the_sides_of_tcp_over_ipv6_are_told)
{
	int fd = socket(AF_INET6, SOCK_STREAM, 0);
	struct sockaddr_in6 address = {.sin6_family = AF_INET6,
				       .sin6_addr = in6addr_loopback};
	bool has_ipv6 = fd >= 0 && bind(fd, (void *)&address, sizeof address) == 0;
	close(fd);
	if (has_ipv6)
		tells_the_sides(AF_INET6, "[0000:0000:0000:0000:0000:0000:0000:0001]:");
}
END_TEST

START_TEST(a_path_tells_the_sides_of_unix_sockets)
{
	char directory[] = "/tmp/forkseed-unit.XXXXXX";
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct peer peer;
	ck_assert_ptr_nonnull(mkdtemp(directory));
	strcat(strcpy(address.sun_path, directory), "/s");
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	ck_assert_int_eq(bind(listener, (void *)&address, sizeof address), 0);
	listen(listener, 1);
	int client = socket(AF_UNIX, SOCK_STREAM, 0);
	ck_assert_int_eq(connect(client, (void *)&address, sizeof address), 0);
	int server = accept(listener, NULL, NULL), both[2];
	ck_assert_int_eq(socket_side(client), SIDE_CLIENT);
	ck_assert_int_eq(socket_side(server), SIDE_OTHER);
	ck_assert(socket_peer(client, &peer));
	ck_assert_str_eq(peer.path, address.sun_path);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, both), 0);
	ck_assert_int_eq(socket_side(both[0]), SIDE_OTHER);
	unlink(address.sun_path);
	rmdir(directory);
	end((struct pair){listener, client, server, 0});
	close(both[0]);
	close(both[1]);
}
END_TEST

START_TEST(what_is_no_stream_is_left_alone)
{
	int datagrams = socket(AF_INET, SOCK_DGRAM, 0), ends[2];
	ck_assert_int_eq(socket_side(datagrams), SIDE_OTHER);
	ck_assert_uint_ne(socket_cookie(datagrams), 0);
	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_uint_eq(socket_cookie(ends[0]), 0);
	ck_assert_uint_eq(socket_cookie(-1), 0);
	close(datagrams);
	close(ends[0]);
	close(ends[1]);
}
END_TEST

START_TEST(a_cut_off_descriptor_is_a_closed_connection)
{
	struct pair pair = connected(AF_INET);
	char byte;
	fcntl(pair.client, F_SETFL, O_NONBLOCK);
	fcntl(pair.client, F_SETFD, FD_CLOEXEC);
	int copy = dup(pair.client);
	ck_assert(cut_off(copy));
	ck_assert_int_eq(read(copy, &byte, 1), 0);
	ck_assert_int_eq(write(copy, "x", 1), -1); /* and no SIGPIPE */
	ck_assert_int_eq(errno, EPIPE);
	ck_assert_int_ne(fcntl(copy, F_GETFL) & O_NONBLOCK, 0);
	ck_assert_int_eq(fcntl(copy, F_GETFD), 0);
	ck_assert_int_eq(write(pair.client, "x", 1), 1);
	ck_assert_int_eq(read(pair.server, &byte, 1), 1);
	ck_assert(!cut_off(-1));
	close(copy);
	end(pair);
}
END_TEST

static pid_t child_that(void (*act)(int fd), int fd)
{
	int ready[2];
	char byte;
	ck_assert_int_eq(pipe(ready), 0);
	pid_t child = fork();
	if (child == 0) {
		close(ready[0]);
		act(fd);
		close(ready[1]);
		pause();
		_exit(0);
	}
	close(ready[1]);
	ck_assert_int_eq(read(ready[0], &byte, 1), 0);
	close(ready[0]);
	return child;
}

static void holds_on(int fd)
{
	(void)fd;
}

static void lets_go(int fd)
{
	close(fd);
}

static void has_another_number(int fd)
{
	dup2(fd, 99);
	close(fd);
}

static enum holds of_child(void (*act)(int fd))
{
	struct pair pair = connected(AF_INET);
	pid_t child = child_that(act, pair.client);
	enum holds holds = holds_socket(child, pair.client);
	kill(child, SIGKILL);
	waitid(P_PID, (id_t)child, NULL, WEXITED | WNOWAIT);
	ck_assert_int_eq(holds_socket(child, pair.client), HOLDS_NOT); /* a zombie */
	waitpid(child, NULL, 0);
	ck_assert_int_eq(holds_socket(child, pair.client), HOLDS_NOT);
	end(pair);
	return holds;
}

START_TEST(who_holds_a_socket_is_found)
{
	ck_assert_int_eq(of_child(holds_on), HOLDS);
	ck_assert_int_eq(of_child(has_another_number), HOLDS);
	ck_assert_int_eq(of_child(lets_go), HOLDS_NOT);
}
END_TEST

TCase *case_sockets(void)
{
	TCase *tests = tcase_create("sockets");
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, the_sides_of_tcp_are_told);
	tcase_add_test(tests, the_sides_of_tcp_over_ipv6_are_told);
	tcase_add_test(tests, a_path_tells_the_sides_of_unix_sockets);
	tcase_add_test(tests, what_is_no_stream_is_left_alone);
	tcase_add_test(tests, a_cut_off_descriptor_is_a_closed_connection);
	tcase_add_test(tests, who_holds_a_socket_is_found);
	return tests;
}
