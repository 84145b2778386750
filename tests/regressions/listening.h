/* SPDX-License-Identifier: MIT
 *
 * A socket of this process's that listens on the loopback, and where: for the tests of
 * connections.
 */
#pragma once

#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>

static int listener;
static struct sockaddr_in address = {.sin_family = AF_INET};

static void begin_listening(void)
{
	socklen_t size = sizeof address;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (void *)&address, size) || listen(listener, 8) ||
	    getsockname(listener, (void *)&address, &size))
		abort();
}
