/* SPDX-License-Identifier: MIT
 *
 * FORKSEED_PEERS: which peers `isolate` may cut a child off from. A list, separated by
 * commas, of ports, unix:PATTERN (with * in it, for any text) and all.
 */
#pragma once

#include "sockets.h"

/* What counts without a list: the servers that were seen to suffer. */
#define PEERS_DEFAULT "3306,5432,6379,11211,443,unix:*/.s.PGSQL.*,unix:*mysql*.sock"

enum { PEERS_MOST = 1024 }; /* the longest list, in bytes */

/* Copies the list: programs overwrite their environment. NULL and "" are the default. */
void peers_start(const char *list);

bool peers_list(const struct peer *peer);

/* How long the valid item at the beginning of a list is; 0: it is not one. For the
 * launcher too, which refuses what is not. */
size_t peers_item(const char *list);
