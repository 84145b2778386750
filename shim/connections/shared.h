/* SPDX-License-Identifier: MIT
 *
 * What the processes of a fork tree know together of each client connection: a table in a
 * mapping that they share. A program that is executed begins with an empty one. Nothing
 * here looks at a descriptor. Lock-free; safe anywhere.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PEER_TEXT = 120 };

enum direction { READ, WRITTEN, DIRECTIONS };

/* How a process took leave of the server, for all that have the connection. */
enum goodbye {
	GOODBYE_NONE,
	GOODBYE_QUIT,
	GOODBYE_TERMINATE,
	GOODBYE_ALERT,
	GOODBYE_SHUTDOWN,
	GOODBYE_AT_EXIT
};

/* What has been told of a connection: once for all its processes. */
enum told { TOLD_READ = 1, TOLD_WRITTEN = 2, TOLD_END = 4 };

struct shared {
	_Atomic uint64_t cookie; /* 0: free */
	_Atomic uint64_t
		owner; /* the process (process.h) that opened it, or took it over */
	_Atomic uint32_t told;
	_Atomic uint64_t moved[DIRECTIONS]; /* bytes, by all processes, as far as seen */
	_Atomic uint64_t mover[DIRECTIONS]; /* who moved bytes last */
	_Atomic uint64_t ender; /* who took leave after using it, and how; or 0 */
	_Atomic uint32_t goodbye;
	_Atomic uint32_t is_tls; /* a process of its own keeps the cipher's state */
	_Atomic uint32_t used;   /* the table's clock when a fork last met it */
	char peer[PEER_TEXT];    /* whom it leads to, in words */
};

/* Makes the table, in the tree's first process. False when no memory is to be had. */
bool shared_start(void);

/* The connection's entry, made for `owner` where there is none. An entry that no fork has
 * met for long may be lost to another connection: who keeps a pointer compares its
 * cookie. */
struct shared *shared_find(uint64_t cookie, uint64_t owner, const char *peer);

/* A fork has met it. */
void shared_met(struct shared *shared);

/* This process is about to move bytes, or has: the last one that did, where that is
 * another; else 0. */
uint64_t shared_move(struct shared *shared, enum direction direction, uint64_t process);

/* A number that nobody else of the tree has got; never 0. */
uint32_t shared_number(void);

/* True for the first that tells it. */
bool shared_tell(struct shared *shared, enum told what);
