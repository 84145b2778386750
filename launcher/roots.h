/* SPDX-License-Identifier: MIT */
/*
 * Where another process's files lie, by the names that /proc has for them: it may have
 * mounts of its own, or another root. Shared with forkseed-audit.
 */
#ifndef FORKSEED_ROOTS_H
#define FORKSEED_ROOTS_H

#include <stdbool.h>

/* Whether it is in another mount namespace: what we have by its names is another file. */
bool roots_is_elsewhere(int pid);

/* A name of /proc/PID/maps as the process has it, for /proc/PID/root: seen from outside
 * of its chroot, it begins with its root's. NULL where it lies outside of that. */
const char *roots_name(int pid, const char *name);

#endif
