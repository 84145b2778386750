/* SPDX-License-Identifier: MIT
 *
 * More that this module exports: the two functions by which a process puts a filter of
 * system calls on itself (libseccomp calls them, too).
 */
#include "filter.h"
#include "next.h"
#include "watch.h"

#include <linux/seccomp.h>
#include <stdarg.h>
#include <sys/syscall.h>

static long filtered(long result)
{
	if (result >= 0)
		filter_put_on();
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
	watch_before_filter();
	return (int)filtered(next.prctl(option, a, b, c, d));
}

/* A jump for all others: some return on another stack, or twice. So its arguments are all
 * there are, not a list. */
long any_syscall(long number, long a, long b, long c, long d, long e,
		 long f) __asm__("syscall");

long any_syscall(long number, long a, long b, long c, long d, long e, long f)
{
	typedef long call(long, long, long, long, long, long, long);
	watch_ready();
	call *behind = (call *)next.syscall;
	if (likely(number != SYS_seccomp ||
		   (a != SECCOMP_SET_MODE_STRICT && a != SECCOMP_SET_MODE_FILTER)))
		return behind(number, a, b, c, d, e, f);
	watch_before_filter();
	return filtered(behind(number, a, b, c, d, e, f));
}
