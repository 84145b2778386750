/* SPDX-License-Identifier: MIT
 *
 * What this module exports of the functions by which a process gets a filter of system
 * calls (seccomp(2)): from then on nothing is asked of the kernel that the program does
 * not ask itself; and syscall(2), which executes programs as well.
 */
#include "next.h"
#include "watch.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <stdarg.h>
#include <sys/syscall.h>

/* Many only ask whether there are filters, which they do by one that is nowhere: EFAULT
 * (seccomp(2)). */
static void before_filter(bool is_strict, bool is_filter, unsigned long program)
{
	if (is_strict || (is_filter && program))
		watch_filter();
}

int prctl(int option, ...)
{
	va_list rest;
	va_start(rest, option);
	unsigned long a = va_arg(rest, unsigned long), b = va_arg(rest, unsigned long);
	unsigned long c = va_arg(rest, unsigned long), d = va_arg(rest, unsigned long);
	va_end(rest);
	watch_start_once();
	if (option == PR_SET_SECCOMP)
		before_filter(a == SECCOMP_MODE_STRICT, a == SECCOMP_MODE_FILTER, b);
	return next.prctl(option, a, b, c, d);
}

/* What is executed without a function of its own. */
static struct escape_record *watch_call(long number, const char *path, long words,
					long env)
{
	const struct program program = {AT_FDCWD, path, false, (char *const *)words};
	return number == SYS_execve ? watch_exec(&program, (char *const *)env) : NULL;
}

static struct escape_record *watch_call_at(long number, int directory, const char *path,
					   long words, long env)
{
	const struct program program = {directory, path, false, (char *const *)words};
	return number == SYS_execveat ? watch_exec(&program, (char *const *)env) : NULL;
}

long syscall(long number, ...)
{
	va_list rest;
	va_start(rest, number);
	long a = va_arg(rest, long), b = va_arg(rest, long), c = va_arg(rest, long);
	long d = va_arg(rest, long), e = va_arg(rest, long), f = va_arg(rest, long);
	va_end(rest);
	watch_start_once();
	if (number == SYS_seccomp)
		before_filter(a == SECCOMP_SET_MODE_STRICT, a == SECCOMP_SET_MODE_FILTER,
			      (unsigned long)c);
	struct escape_record *record = watch_call(number, (const char *)a, b, c);
	if (!record)
		record = watch_call_at(number, (int)a, (const char *)b, c, d);
	long result = next.syscall(number, a, b, c, d, e, f);
	watch_failed(record);
	return result;
}
