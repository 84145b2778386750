/* SPDX-License-Identifier: MIT
 *
 * The names of the runtimes, and reading the two lists that hold them.
 */
#include "choice.h"
#include "runtimes.h"

#include <string.h>

/* One after the other, without pointers that ld.so would have to relocate. */
#define X(name, runtime, mark, words) name "\0"
static const char names[] = RUNTIMES(X);
#undef X

struct runtimes_chosen runtimes_choose(const struct settings *settings, bool audited)
{
	const char *list = settings->runtimes;
	struct runtimes_chosen chosen = {0};
	uint64_t bit = 1;
	for (const char *name = names; *name; name += strlen(name) + 1, bit <<= 1) {
		bool is_kept = settings_lists(settings->keep, name);
		bool is_wanted = !list || settings_lists(list, "all") ||
				 settings_lists(list, name);
		chosen.kept |= is_kept ? bit : 0;
		chosen.active |= is_wanted && (!is_kept || audited) ? bit : 0;
	}
	return chosen;
}
