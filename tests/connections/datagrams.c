/* SPDX-License-Identifier: MIT */
/* Datagram sockets that parent and children write to alike: datagrams CASE. There each
 * message is whole, and anybody's.
 */
#define _GNU_SOURCE
#include "client.h"

static void send_log(int fd)
{
	if (write(fd, "a child's line", 14) != 14)
		say("%s\n", strerrorname_np(errno));
}

/* syslog(3)'s datagrams are anybody's. */
static void datagrams(void)
{
	int ends[2];
	char text[ANSWER] = "";
	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) < 0)
		err(3, "socketpair");
	for (int i = 0; i < 3; i++) {
		spawn(send_log, ends[1]);
		send_log(ends[1]);
	}
	wait_all();
	for (int i = 0; i < 6; i++)
		say("%zd\n", read(ends[0], text, sizeof text));
}

/* And UDP's, though it has been connected. */
static void udp(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof address;
	char text[ANSWER];
	int server = socket(AF_INET, SOCK_DGRAM, 0), fd = socket(AF_INET, SOCK_DGRAM, 0);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(server, (void *)&address, size) < 0 ||
	    getsockname(server, (void *)&address, &size) < 0 ||
	    connect(fd, (void *)&address, size) < 0)
		err(3, "udp");
	for (int i = 0; i < 3; i++) {
		send_log(fd);
		spawn(send_log, fd);
	}
	wait_all();
	for (int i = 0; i < 6; i++)
		say("%zd\n", read(server, text, sizeof text));
}

#define CASE(name)                                                                       \
	{                                                                                \
#name, name                                                              \
	}

/* clang-format off */
static const struct named_case cases[] = {CASE(datagrams), CASE(udp)};
/* clang-format on */

int main(int count, char **words)
{
	return run_case(cases, sizeof cases / sizeof *cases, count > 1 ? words[1] : NULL);
}
