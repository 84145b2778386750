/* SPDX-License-Identifier: MIT
 *
 * Any other processor: a system call through libc's syscall(2); a child's first draw
 * touches a page more of libc by it.
 */
#pragma once

#include <errno.h>
#include <stdatomic.h>
#include <unistd.h>

/* The kernel's result: negative errors, errno untouched. Safe anywhere. */
static inline long raw_syscall(long number, long a, long b, long c, long d)
{
	int saved = errno;
	long result = syscall(number, a, b, c, d);
	result = result == -1 ? -errno : result;
	errno = saved;
	return result;
}

/* Between two looks at a lock: leave the memory to its holder. */
static inline void processor_pause(void)
{
	atomic_signal_fence(memory_order_seq_cst);
}
