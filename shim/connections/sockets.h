/* SPDX-License-Identifier: MIT
 *
 * What the kernel knows of a socket: which one it is, whether this side opened the
 * connection, and to whom. Nothing is changed by asking. Safe anywhere (system.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The socket behind a descriptor, by a number that no other one has while the system runs
 * (socket(7), SO_COOKIE); 0: no socket, or a kernel before 4.12. */
uint64_t socket_cookie(int fd);

enum side {
	SIDE_CLIENT,   /* this side opened the connection */
	SIDE_OTHER,    /* accepted, listening, datagrams, no connection of the internet or
			  to a path */
	SIDE_NOT_YET,  /* not connected so far */
	SIDE_NOT_TOLD, /* the kernel does not say */
};

enum side socket_side(int fd);

/* Whom a client connection leads to. */
struct peer {
	uint16_t port;    /* 0: none */
	const char *path; /* within text, of a Unix socket with a path; else NULL */
	char text[128];
};

/* False where the kernel does not say. */
bool socket_peer(int fd, struct peer *peer);
