/* SPDX-License-Identifier: MIT
 *
 * The start, as in shim/start.c, of what there is for musl: its generators, and the
 * settings that the common code knows. No audit, and no runtimes.
 */
#include "start.h"
#include "core/lineage.h"
#include "core/settings.h"
#include "generators/additive.h"
#include "generators/lcg48.h"
#include "generators/libc.h"
#include "rand64.h"

/* rand(3) and random(3) are one family to the settings, as they are with glibc. */
static void start_generators(const char *keep)
{
	additive_start(settings_lists(keep, "random"));
	rand64_start(settings_lists(keep, "random"));
	lcg48_start(settings_lists(keep, "drand48"));
}

void start_shim(void)
{
	libc_find();
	struct settings settings = settings_read();
	if (settings.off || !libc_is_whole())
		return;
	bool blind = lineage_arm() == DETECTOR_HOOKS;
	start_entropy(&settings);
	start_generators(settings.keep);
	start_watching(&settings, blind);
	libc_take_over();
}

/* musl runs the constructors of preloaded objects first. */
__attribute__((constructor)) static void construct(void)
{
	start_once();
}
