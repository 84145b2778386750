/* SPDX-License-Identifier: MIT
 *
 * The FORKSEED_* environment, read once. Values that are not known count as not set: the
 * launcher is the one that complains.
 */
#pragma once

#include <stdbool.h>

enum { SETTINGS_MOST_SEED = 255 }; /* the longest FORKSEED_SEED, in bytes */

/* What MPI and Slurm call a process's rank, in the order that counts; and the name by
 * which none is asked for. */
#define SETTINGS_RANKS "PMIX_RANK", "OMPI_COMM_WORLD_RANK", "PMI_RANK", "SLURM_PROCID"
#define SETTINGS_NO_RANK "none"

struct settings {
	bool off;                  /* FORKSEED=off */
	bool at_fork;              /* FORKSEED_WHEN=fork: fetch entropy at once */
	bool replaces_clock_seeds; /* FORKSEED_CLOCK_SEEDS=replace */
	const char *seed;     /* FORKSEED_SEED, or NULL; valid while the shim starts */
	const char *keep;     /* FORKSEED_KEEP, or NULL; likewise */
	const char *runtimes; /* FORKSEED_RUNTIMES, or NULL; likewise */
	const char *audit;    /* FORKSEED_AUDIT, an absolute path, or NULL; likewise */
};

/* A variable's value in the process's environment or, where libc has none to show yet, in
 * the one that the kernel handed over. NULL when it is not set, and in a privileged
 * program (AT_SECURE). Valid while the caller starts. */
const char *settings_value(const char *name);

/* Reads the environment; all defaults in a privileged program (AT_SECURE). */
struct settings settings_read(void);

/* True when `name` is in a comma-separated list; a NULL list has none. */
bool settings_lists(const char *list, const char *name);
