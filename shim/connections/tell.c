/* SPDX-License-Identifier: MIT
 *
 * Putting findings into words. The recorder is the other preloaded object's: a weak
 * reference, because nothing is recorded without it.
 */
#include "tell.h"
#include "recorder/findings.h"

#include <string.h>

bool tell_is_wanted(void)
{
	return forkseed_record && forkseed_record(NULL);
}

static void record(const char *kind, bool healed, const struct shared *connection,
		   const char *what)
{
	char detail[PEER_TEXT + 64] = "";
	const uint64_t cookie = connection->cookie;
	size_t length = strnlen(connection->peer, PEER_TEXT);
	memcpy(detail, connection->peer, length);
	memcpy(detail + length, ", ", 2);
	memcpy(detail + length + 2, what, strnlen(what, 60));
	forkseed_record(&(struct finding){.kind = kind,
					  .generator = "connection",
					  .healed = healed,
					  .state = &cookie,
					  .size = sizeof cookie,
					  .detail = detail});
}

void tell_use(const struct shared *connection, enum direction direction)
{
	record("shared-use", false, connection,
	       direction == READ ? "read by two processes" : "written by two processes");
}

void tell_end(const struct shared *connection, enum goodbye how)
{
	static const char texts[][32] = {
		[GOODBYE_NONE] = "ended by a child",
		[GOODBYE_QUIT] = "ended by COM_QUIT",
		[GOODBYE_TERMINATE] = "ended by Terminate",
		[GOODBYE_ALERT] = "ended by a TLS alert",
		[GOODBYE_SHUTDOWN] = "shut down",
		[GOODBYE_AT_EXIT] = "written to at a child's exit",
	};
	record("shared-end", false, connection, texts[how]);
}

void tell_touch(const struct shared *connection, bool cut, const char *how)
{
	record("shared-touch", cut, connection, how);
}

void tell_unseen(uint64_t cookie, const char *peer)
{
	struct shared connection = {.cookie = cookie};
	memcpy(connection.peer, peer, strnlen(peer, PEER_TEXT - 1));
	record("shared-unseen", false, &connection, "used by calls that are not seen");
}
