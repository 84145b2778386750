/* SPDX-License-Identifier: MIT
 *
 * Which runtimes the settings ask for. Apart and far away: most programs run with none.
 */
#pragma once

#include "core/settings.h"

#include <stdbool.h>
#include <stdint.h>

/* A bit for each row of runtimes.h. */
struct runtimes_chosen {
	uint64_t active, kept;
};

/* Unless FORKSEED_RUNTIMES says otherwise, all but OPT_IN_ADAPTERS:
 * none of them is unsafe. What is to be
 * kept (FORKSEED_KEEP) is active only where an audit wants to know who draws from it. */
struct runtimes_chosen runtimes_choose(const struct settings *settings, bool audited);
