/* SPDX-License-Identifier: MIT
 *
 * What this module exports of the functions that start another program in a new process,
 * within libc. system(3) and popen(3) run sh, with this process's environment.
 */
#include "next.h"
#include "watch.h"

#include <errno.h>
#include <fcntl.h>

static int spawned(struct escape_record *record, int error, const pid_t *pid)
{
	if (error)
		watch_failed(record);
	else
		watch_spawned(record, *pid);
	return error;
}

int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
		const posix_spawnattr_t *attributes, char *const words[],
		char *const env[])
{
	pid_t own = 0, *to = pid ? pid : &own;
	watch_start_once();
	struct escape_record *record =
		watch_exec(&(struct program){AT_FDCWD, path, false, words}, env);
	return spawned(record,
		       next.posix_spawn(to, path, actions, attributes, words, env), to);
}

int posix_spawnp(pid_t *pid, const char *name, const posix_spawn_file_actions_t *actions,
		 const posix_spawnattr_t *attributes, char *const words[],
		 char *const env[])
{
	pid_t own = 0, *to = pid ? pid : &own;
	watch_start_once();
	struct escape_record *record =
		watch_exec(&(struct program){AT_FDCWD, name, true, words}, env);
	return spawned(record,
		       next.posix_spawnp(to, name, actions, attributes, words, env), to);
}

/* A libc without them has no pidfd_getpid(3) either, which is how a program finds out
 * (Rust's std::process); one that calls them all the same gets what a kernel's lack is.
 */
static int spawned_with_pidfd(struct escape_record *record, int error, const int *pidfd)
{
	int before = errno;
	if (error)
		watch_failed(record);
	else if (record)
		watch_spawned(record, next.pidfd_getpid(*pidfd));
	errno = before;
	return error;
}

int pidfd_spawn(int *pidfd, const char *path, const posix_spawn_file_actions_t *actions,
		const posix_spawnattr_t *attributes, char *const words[],
		char *const env[])
{
	watch_start_once();
	struct escape_record *record =
		watch_exec(&(struct program){AT_FDCWD, path, false, words}, env);
	int error = next.pidfd_spawn ? next.pidfd_spawn(pidfd, path, actions, attributes,
							words, env)
				     : ENOSYS;
	return spawned_with_pidfd(record, error, pidfd);
}

int pidfd_spawnp(int *pidfd, const char *name, const posix_spawn_file_actions_t *actions,
		 const posix_spawnattr_t *attributes, char *const words[],
		 char *const env[])
{
	watch_start_once();
	struct escape_record *record =
		watch_exec(&(struct program){AT_FDCWD, name, true, words}, env);
	int error = next.pidfd_spawnp ? next.pidfd_spawnp(pidfd, name, actions,
							  attributes, words, env)
				      : ENOSYS;
	return spawned_with_pidfd(record, error, pidfd);
}

static const struct program shell = {AT_FDCWD, "/bin/sh", false, NULL};

int system(const char *command)
{
	watch_start_once();
	if (command)
		watch_spawned(watch_exec(&shell, environ), 0);
	return next.system(command);
}

FILE *popen(const char *command, const char *mode)
{
	watch_start_once();
	watch_spawned(watch_exec(&shell, environ), 0);
	return next.popen(command, mode);
}
