/* SPDX-License-Identifier: MIT
 *
 * Putting findings into words. The recorder is the other preloaded object's: a weak
 * reference, because nothing is recorded without it.
 */
#include "tell.h"
#include "core/findings.h"

#include <string.h>

bool tell_is_wanted(void)
{
	return forkseed_record && forkseed_record(NULL);
}

static void record(const char *kind, bool healed, const struct peer *peer,
		   uint64_t cookie, const char *what)
{
	char detail[sizeof peer->text + 64] = "";
	size_t length = strlen(peer->text), rest = strlen(what);
	rest = rest < 60 ? rest : 60;
	memcpy(detail, peer->text, length);
	memcpy(detail + length, ", ", 2);
	memcpy(detail + length + 2, what, rest);
	forkseed_record(&(struct finding){.kind = kind,
					  .generator = "connection",
					  .healed = healed,
					  .state = &cookie,
					  .size = sizeof cookie,
					  .detail = detail});
}

void tell_use(const struct peer *peer, uint64_t cookie, enum direction direction)
{
	record("shared-use", false, peer, cookie,
	       direction == READ ? "read by two processes" : "written by two processes");
}

void tell_end(const struct peer *peer, uint64_t cookie, const char *how)
{
	record("shared-end", false, peer, cookie, how);
}

void tell_touch(const struct peer *peer, uint64_t cookie, bool cut)
{
	record("shared-touch", cut, peer, cookie, cut ? "cut off" : "used by a child");
}
