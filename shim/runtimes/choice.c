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

/* "+scan": beside all that is healed anyway. */
static bool only_adds(const char *list)
{
	bool has_others = false;
	for (const char *one = list; one; one = strchr(one, ',')) {
		one += one != list;
		has_others |= *one != '+';
	}
	return !has_others;
}

static bool is_wanted(const char *list, const char *name)
{
	if (settings_lists(list, name))
		return true;
	return *name != '+' && (only_adds(list) || settings_lists(list, "all"));
}

struct runtimes_chosen runtimes_choose(const struct settings *settings, bool audited)
{
	const char *list = settings->runtimes;
	struct runtimes_chosen chosen = {0};
	uint64_t bit = 1;
	for (const char *name = names; *name; name += strlen(name) + 1, bit <<= 1) {
		bool is_kept = settings_lists(settings->keep, name);
		chosen.kept |= is_kept ? bit : 0;
		chosen.active |= is_wanted(list, name) && (!is_kept || audited) ? bit : 0;
	}
	return chosen;
}
