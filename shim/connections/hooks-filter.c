/* SPDX-License-Identifier: MIT
 *
 * More that this module exports: the two functions by which a process puts a filter of
 * system calls on itself (libseccomp calls them, too).
 */
#include "filter.h"
#include "next.h"
#include "process.h"
#include "watch.h"

#include <linux/seccomp.h>
#include <stdarg.h>
#include <sys/syscall.h>

/* Before: afterwards it may not be asked. */
static bool begins(void)
{
	bool in_vfork_child = process_is_vfork_child();
	if (!in_vfork_child)
		watch_before_filter();
	return in_vfork_child;
}

static long filtered(bool in_vfork_child, long result)
{
	if (result >= 0)
		filter_put_on(in_vfork_child);
	return result;
}

int prctl(int option, ...)
{
	va_list rest;
	va_start(rest, option);
	unsigned long a = va_arg(rest, unsigned long), b = va_arg(rest, unsigned long);
	unsigned long c = va_arg(rest, unsigned long), d = va_arg(rest, unsigned long);
	va_end(rest);
	watch_ready();
	if (likely(option != PR_SET_SECCOMP))
		return next.prctl(option, a, b, c, d);
	bool in_vfork_child = begins();
	return (int)filtered(in_vfork_child, next.prctl(option, a, b, c, d));
}

typedef long call(long, long, long, long, long, long, long);

/* A jump for all others: some return on another stack, or twice. So its arguments are all
 * there are, not a list. */
long any_syscall(long number, long a, long b, long c, long d, long e,
		 long f) __asm__("syscall");

static seldom long installed(long a, long b, long c)
{
	bool in_vfork_child = begins();
	return filtered(in_vfork_child, next.syscall(SYS_seccomp, a, b, c));
}

long any_syscall(long number, long a, long b, long c, long d, long e, long f)
{
	if (unlikely(!next.syscall))
		watch_ready();
	if (unlikely(number == SYS_seccomp) &&
	    (a == SECCOMP_SET_MODE_STRICT || a == SECCOMP_SET_MODE_FILTER))
		return installed(a, b, c);
	jump((call *)next.syscall)(number, a, b, c, d, e, f);
}
