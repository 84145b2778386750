/* SPDX-License-Identifier: MIT */
/*
 * The text of what a script was executing, by whichever interpreter it proves to be.
 */
#include "outside.h"
#include "recorder/scripts.h"

#include <stdlib.h>

static outside_source *find(const struct outside_thread *thread,
			    const struct outside_symbols *symbols)
{
	outside_source *source = outside_python(thread, symbols);
	if (!source)
		source = outside_perl(thread, symbols);
	return source ? source : outside_php(thread, symbols);
}

struct outside_script outside_script(const struct outside_thread *thread,
				     const struct outside_symbols *symbols)
{
	struct outside_script told = {.text = NULL};
	struct script measured = {.size = 0};
	if (sizeof(void *) < sizeof(uint64_t)) /* the layouts are those of 64 bits */
		return told;
	outside_begin(thread->pid);
	outside_source *source = find(thread, symbols);
	if (source)
		source(&measured, true);
	if (!measured.size)
		return told;
	told.text = malloc(measured.size);
	struct script script = {.text = told.text, .room = measured.size};
	source(&script, true);
	told.size = measured.size;
	told.is_cut = measured.is_cut;
	return told;
}
