/* SPDX-License-Identifier: MIT
 *
 * The ranks' variables. The launcher says which one counts (launcher/rank.c).
 */
#include "rank.h"
#include "core/settings.h"

#include <stddef.h>
#include <string.h>

static const char names[][24] = {SETTINGS_RANKS};

/* Without anything in it, a variable tells nobody apart. */
static const char *text_of(const char *name)
{
	const char *text = settings_value(name);
	return text && *text ? text : NULL;
}

const char *rank_text(void)
{
	const char *own = text_of("FORKSEED_SEED_RANK"), *text = NULL;
	if (own)
		return strcmp(own, SETTINGS_NO_RANK) == 0 ? NULL : text_of(own);
	for (size_t i = 0; !text && i < sizeof names / sizeof *names; i++)
		text = text_of(names[i]);
	return text;
}
