/* SPDX-License-Identifier: MIT
 *
 * The frames of this thread's Perl, in this process: whose they are, and how memory is
 * read.
 */
#include "perl_frames.h"

#include <string.h>

struct perl_frames_api perl_frames_api;

enum { PAGE = 4096 /* the least there is */ };

static bool is_readable(struct perl_walk *walk, uintptr_t at)
{
	bool is_known = !walk->may_ask || walk->page == at / PAGE;
	if (at < PAGE || (!is_known && !services.is_readable(at - at % PERL_WORD)))
		return false;
	walk->page = at / PAGE;
	return true;
}

bool perl_read(struct perl_walk *walk, uintptr_t at, void *to, size_t size)
{
	bool can = is_readable(walk, at);
	if (can)
		memcpy(to, (const void *)at, size);
	return can;
}

void perl_tell(struct script *script, bool may_ask)
{
	uintptr_t interpreter =
		perl_frames.current ? (uintptr_t)perl_frames_api.of_key(perl_frames.key)
				    : 0;
	if (interpreter)
		perl_tell_of(interpreter, script, may_ask);
}
