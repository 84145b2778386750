/* SPDX-License-Identifier: MIT
 *
 * Wrapped functions that a line of the table can't tell: with variable arguments, that
 * never return, or that take a lock in some calls only.
 */
#include "next.h"

#include "core/text.h"
#include "gate.h"

hot struct slot *gate_enter_threads(struct stay *stay, const char *name)
{
	return gate_has_threads() ? gate_enter(stay, name, __builtin_return_address(0))
				  : NULL;
}

void syslog(int priority, const char *format, ...)
{
	va_list rest;
	va_start(rest, format);
	vsyslog(priority, format, rest);
	va_end(rest);
}

void __syslog_chk(int priority, int flag, const char *format, ...);
void __syslog_chk(int priority, int flag, const char *format, ...)
{
	va_list rest;
	va_start(rest, format);
	__vsyslog_chk(priority, flag, format, rest);
	va_end(rest);
}

/* Reads what is not there where no O_CREAT is given, and so does libc. */
sem_t *sem_open(const char *name, int flags, ...)
{
	struct stay stay;
	va_list rest;
	va_start(rest, flags);
	mode_t mode = va_arg(rest, mode_t);
	unsigned value = va_arg(rest, unsigned);
	va_end(rest);
	struct slot *slot = gate_enter_threads(&stay, "sem_open");
	sem_t *result = next.sem_open(name, flags, mode, value);
	gate_leave(slot);
	return result;
}

/* Other handlers may run for long; since glibc 2.41 a lock is held all the time. */
void exit(int status)
{
	struct stay stay;
	(void)gate_enter_threads(&stay, "exit");
	next.exit(status);
	__builtin_unreachable();
}

void quick_exit(int status)
{
	struct stay stay;
	(void)gate_enter_threads(&stay, "quick_exit");
	next.quick_exit(status);
	__builtin_unreachable();
}

/* Only a character set to be converted from is looked up under a lock. */
static bool converts(const char *mode)
{
	return text_in_list(mode, "ccs=");
}

typedef FILE *open_function(const char *path, const char *mode);

static __attribute__((noinline)) FILE *open_inside(open_function *function,
						   const char *path, const char *mode)
{
	struct stay stay;
	struct slot *slot = gate_enter_threads(&stay, "fopen");
	FILE *result = function(path, mode);
	gate_leave(slot);
	return result;
}

FILE *fopen(const char *path, const char *mode)
{
	if (unlikely(!next.fopen))
		slot_claim(NULL); /* starts the module */
	return converts(mode) ? open_inside(next.fopen, path, mode)
			      : next.fopen(path, mode);
}

FILE *fopen64(const char *path, const char *mode)
{
	if (unlikely(!next.fopen64))
		slot_claim(NULL);
	return converts(mode) ? open_inside(next.fopen64, path, mode)
			      : next.fopen64(path, mode);
}

/* Then its conversion is given back under the lock (libio/iofclose.c). */
static bool is_wide(FILE *file)
{
	return file && fwide(file, 0) > 0;
}

int fclose(FILE *file)
{
	struct stay stay;
	struct slot *slot = NULL;
	if (!next.fclose || is_wide(file))
		slot = gate_enter_threads(&stay, "fclose");
	int result = next.fclose(file);
	gate_leave(slot);
	return result;
}

FILE *freopen(const char *path, const char *mode, FILE *file)
{
	struct stay stay;
	struct slot *slot = NULL;
	if (converts(mode) || !next.freopen || is_wide(file))
		slot = gate_enter_threads(&stay, "freopen");
	FILE *result = next.freopen(path, mode, file);
	gate_leave(slot);
	return result;
}

FILE *freopen64(const char *path, const char *mode, FILE *file)
{
	struct stay stay;
	struct slot *slot = NULL;
	if (converts(mode) || !next.freopen64 || is_wide(file))
		slot = gate_enter_threads(&stay, "freopen");
	FILE *result = next.freopen64(path, mode, file);
	gate_leave(slot);
	return result;
}
