/* SPDX-License-Identifier: MIT
 *
 * What the kernel knows of a socket: which one it is, whether this side opened the
 * connection, and to whom. Nothing is changed by asking. Safe anywhere (system.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

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

/* Of what is not connected: nor was it ever, in so far as the kernel tells. */
bool socket_is_fresh(int fd);

/* Whom a client connection leads to. */
struct peer {
	uint16_t port;    /* 0: none */
	const char *path; /* within text, of a Unix socket with a path; else NULL */
	char text[128];
};

/* False where the kernel does not say. */
bool socket_peer(int fd, struct peer *peer);

/* The same of an address that the program gives; false where it can't be read. */
bool socket_peer_at(const struct sockaddr *address, socklen_t size, struct peer *peer);

/* A new stream socket of the same family and protocol; negative where there is none. */
int socket_like(int fd);
