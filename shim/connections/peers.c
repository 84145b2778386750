/* SPDX-License-Identifier: MIT
 *
 * Reading the list and matching a peer with it. fnmatch(3) would do, but it allocates,
 * and a fork may come from a signal handler.
 */
#include "peers.h"

#include <string.h>

static char peers[PEERS_MOST + 1];

static const char all[] = "all", unix_prefix[] = "unix:";

static bool starts_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* 0: no port. */
static unsigned port_of(const char *item, size_t length)
{
	unsigned port = 0;
	for (size_t i = 0; i < length; i++) {
		if (item[i] < '0' || item[i] > '9' || port > 6553)
			return 0;
		port = 10 * port + (unsigned)(item[i] - '0');
	}
	return port <= 65535 ? port : 0;
}

size_t peers_item(const char *list)
{
	size_t length = strcspn(list, ",");
	if (length == strlen(all) && starts_with(list, all))
		return length;
	if (starts_with(list, unix_prefix) && length > strlen(unix_prefix))
		return length;
	return port_of(list, length) ? length : 0;
}

void peers_start(const char *list)
{
	if (!list || !*list || strlen(list) > PEERS_MOST)
		list = PEERS_DEFAULT;
	memcpy(peers, list, strlen(list) + 1);
}

/* The pattern ends at a comma; the last star takes the blame for a mismatch. */
static bool matches(const char *pattern, const char *text)
{
	const char *star = NULL, *from = NULL;
	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			from = text;
		} else if (*pattern == *text && *pattern != ',') {
			pattern++, text++;
		} else if (star) {
			pattern = star;
			text = ++from;
		} else {
			return false;
		}
	}
	pattern += strspn(pattern, "*");
	return !*pattern || *pattern == ',';
}

static bool item_matches(const char *item, const struct peer *peer)
{
	if (starts_with(item, unix_prefix))
		return peer->path && matches(item + strlen(unix_prefix), peer->path);
	return starts_with(item, all) ||
	       (peer->port && port_of(item, strcspn(item, ",")) == peer->port);
}

/* What follows an item that is none is not read: the launcher says so, the shim can't. */
bool peers_list(const struct peer *peer)
{
	for (const char *item = peers; peers_item(item);) {
		if (item_matches(item, peer))
			return true;
		item += peers_item(item);
		item += *item == ',';
	}
	return false;
}
