/* SPDX-License-Identifier: MIT
 *
 * What can be told from the first bytes of what a client writes. Everything else about
 * protocols is none of this module's business.
 */
#pragma once

#include "shared.h"

#include <stdbool.h>
#include <stddef.h>

/* Fewer bytes tell nothing, more are only compared with a length. */
enum { PROTOCOL_BEGINNING = 5 };

/* A record of TLS: whoever goes on with the connection needs the state that the writer's
 * memory has now. */
bool protocol_is_tls(const void *data, size_t size);

/* The whole message takes leave of the server, which then closes the connection for all
 * that have it. */
enum goodbye protocol_goodbye(const void *data, size_t size);
