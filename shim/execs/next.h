/* SPDX-License-Identifier: MIT
 *
 * The functions that this module puts itself in front of, and the definitions that the
 * program would reach without it: libc's, or another preloaded object's.
 */
#pragma once

#include "core/compiler.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

/* glibc has it since 2.34. */
int execveat(int directory, const char *path, char *const words[], char *const env[],
	     int flags);

/* Since 2.39. The last one this module only calls: the pid of what a descriptor stands
 * for. */
int pidfd_spawn(int *pidfd, const char *path, const posix_spawn_file_actions_t *actions,
		const posix_spawnattr_t *attributes, char *const words[],
		char *const env[]);
int pidfd_spawnp(int *pidfd, const char *name, const posix_spawn_file_actions_t *actions,
		 const posix_spawnattr_t *attributes, char *const words[],
		 char *const env[]);
pid_t pidfd_getpid(int pidfd);

/* clang-format off */
#define INTERPOSED(X) \
	X(execve) X(execvpe) X(fexecve) X(execveat) X(posix_spawn) X(posix_spawnp) \
	X(pidfd_spawn) X(pidfd_spawnp) X(pidfd_getpid) \
	X(system) X(popen) X(prctl) X(syscall)
/* clang-format on */

struct next {
#define X(name) __typeof__(&name) name;
	INTERPOSED(X)
#undef X
};
internal extern struct next next;

/* Fills `next`. Walks the loaded objects (dl_iterate_phdr(3)): parent only. */
void next_find(void);
