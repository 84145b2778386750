/* SPDX-License-Identifier: MIT
 *
 * What this module exports of the functions that become another program. In libc they
 * call each other directly, so each needs a hook; those that differ in the form of their
 * arguments go on through one of two, as in glibc (posix/exec*.c). Raw system calls don't
 * pass here.
 */
#include "next.h"
#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>

static int run(const char *path, char *const words[], char *const env[])
{
	watch_start_once();
	struct escape_record *record =
		watch_exec(&(struct program){AT_FDCWD, path, false, words}, env);
	int result = next.execve(path, words, env);
	watch_failed(record);
	return result;
}

static int search(const char *name, char *const words[], char *const env[])
{
	watch_start_once();
	struct escape_record *record =
		watch_exec(&(struct program){AT_FDCWD, name, true, words}, env);
	int result = next.execvpe(name, words, env);
	watch_failed(record);
	return result;
}

int execve(const char *path, char *const words[], char *const env[])
{
	return run(path, words, env);
}

int execv(const char *path, char *const words[])
{
	return run(path, words, environ);
}

int execvp(const char *name, char *const words[])
{
	return search(name, words, environ);
}

int execvpe(const char *name, char *const words[], char *const env[])
{
	return search(name, words, env);
}

/* How many words follow the first one, up to the NULL, which is counted too. */
static size_t count(va_list rest)
{
	size_t many = 1;
	while (va_arg(rest, char *))
		many++;
	return many;
}

/* Puts the words of a call, and its environment, where an array is wanted. */
#define WORDS(first, env)                                                                \
	const char *volatile head = (first); /* NULL in spite of its declaration */      \
	va_list rest;                                                                    \
	va_start(rest, first);                                                           \
	size_t many = head ? count(rest) : 0;                                            \
	va_end(rest);                                                                    \
	char *words[many + 1];                                                           \
	words[0] = (char *)head;                                                         \
	va_start(rest, first);                                                           \
	for (size_t i = 1; i <= many; i++)                                               \
		words[i] = va_arg(rest, char *);                                         \
	(env) = (env) ? (env) : va_arg(rest, char **);                                   \
	va_end(rest)

int execl(const char *path, const char *first, ...)
{
	char **env = environ;
	WORDS(first, env);
	return run(path, words, environ);
}

int execlp(const char *name, const char *first, ...)
{
	char **env = environ;
	WORDS(first, env);
	return search(name, words, environ);
}

int execle(const char *path, const char *first, ...)
{
	char **env = NULL;
	WORDS(first, env);
	return run(path, words, env);
}

int fexecve(int fd, char *const words[], char *const env[])
{
	watch_start_once();
	struct escape_record *record =
		watch_exec(&(struct program){fd, "", false, words}, env);
	int result = next.fexecve(fd, words, env);
	watch_failed(record);
	return result;
}

int execveat(int directory, const char *path, char *const words[], char *const env[],
	     int flags)
{
	watch_start_once();
	struct escape_record *record =
		watch_exec(&(struct program){directory, path, false, words}, env);
	errno = next.execveat ? errno : ENOSYS;
	int result =
		next.execveat ? next.execveat(directory, path, words, env, flags) : -1;
	watch_failed(record);
	return result;
}
