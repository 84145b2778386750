/* SPDX-License-Identifier: MIT */
/*
 * Fuzzes lists of peers (FORKSEED_PEERS): what the launcher takes the shim takes, and
 * neither reads past the list.
 */
#include "../../shim/connections/peers.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(unsigned port, const char *path)
{
	struct peer peer = {.port = (uint16_t)port};
	if (path) {
		strncpy(peer.text, path, sizeof peer.text - 1);
		peer.path = peer.text;
	}
	peers_list(&peer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *list = malloc(size + 1);
	memcpy(list, data, size);
	list[size] = 0;
	for (const char *at = list; *at;) {
		size_t length = peers_item(at);
		if (length > strlen(at))
			abort();
		at += length ? length : 1;
	}
	peers_start(list);
	ask(3306, NULL);
	ask(0, "/run/mysqld/mysqld.sock");
	ask(0, list);
	free(list);
	return 0;
}
