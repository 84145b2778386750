/* SPDX-License-Identifier: MIT
 *
 * Starting: find libc, read the settings, arm the page, hand the generators over. Here is
 * the one table that lists the generators. What calls it is hooks/init.c, and all hooks;
 * what musl's shim does likewise is in starting.c.
 */
#include "start.h"
#include "core/lineage.h"
#include "core/settings.h"
#include "generators/additive.h"
#include "generators/lcg48.h"
#include "generators/libc.h"
#include "generators/permutation.h"
#include "recorder/findings.h"
#include "runtimes/runtimes.h"

static const struct generator {
	char name[12]; /* as FORKSEED_KEEP has it */
	void (*start)(bool keep);
} generators[] = {
	{"random", additive_start},
	{"drand48", lcg48_start},
	{"strfry", permutation_start},
};

/* pthread_atfork(3) asks whose handler it is; crtbeginS.o, which we do without, defines
 * it. */
extern void *const __dso_handle __attribute__((visibility("hidden")));
void *const __dso_handle = NULL;

void start_shim(void)
{
	libc_find();
	struct settings settings = settings_read();
	if (settings.off || !libc_is_whole())
		return;
	bool blind = lineage_arm() == DETECTOR_HOOKS;
	if (settings.audit)
		findings_start(settings.audit, settings.seed, blind);
	start_entropy(&settings);
	for (size_t i = 0; i < sizeof generators / sizeof *generators; i++)
		generators[i].start(settings_lists(settings.keep, generators[i].name));
	start_watching(&settings, blind);
	runtimes_start(&settings);
	libc_take_over();
}
