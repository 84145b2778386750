/* SPDX-License-Identifier: MIT
 *
 * Any other processor: a system call through libc's syscall(2); a child's first draw
 * touches a page more of libc by it.
 */
#pragma once

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

/* The kernel's result: negative errors, errno untouched. Safe anywhere. */
static inline long raw_syscall5(long number, long a, long b, long c, long d, long e)
{
	int saved = errno;
	long result = syscall(number, a, b, c, d, e);
	result = result == -1 ? -errno : result;
	errno = saved;
	return result;
}

static inline long raw_syscall(long number, long a, long b, long c, long d)
{
	return raw_syscall5(number, a, b, c, d, 0);
}

static inline long raw_syscall6(long number, const long arguments[6])
{
	int saved = errno;
	long result = syscall(number, arguments[0], arguments[1], arguments[2],
			      arguments[3], arguments[4], arguments[5]);
	result = result == -1 ? -errno : result;
	errno = saved;
	return result;
}

/* The thread's descriptor. */
static inline uintptr_t processor_thread(void)
{
	return (uintptr_t)pthread_self();
}

/* No lock leans to a thread (core/bias.h): words of 64 bits may take a call here. */
enum { PROCESSOR_LEANS = 0 };

static inline uintptr_t processor_own_pointer(void)
{
	return 0;
}

/* Between two looks at a lock: leave the memory to its holder. */
static inline void processor_pause(void)
{
	atomic_signal_fence(memory_order_seq_cst);
}

/* For an unwinder: no registers, so that there is no backtrace; the place alone. */
enum { PROCESSOR_REGISTERS = 0 };

__attribute__((always_inline)) static inline void
processor_registers(uint64_t *values, uint64_t *pc, uint64_t *sp)
{
	(void)values;
	*pc = (uintptr_t)__builtin_return_address(0);
	*sp = (uintptr_t)__builtin_frame_address(0);
}

/* Return addresses on the stack are as they are. */
enum { PROCESSOR_SIGNS = 0 };

static inline uintptr_t processor_unsigned(uintptr_t address)
{
	return address;
}

/* clock_gettime(2) without a system call (vdso(7)). */
#define PROCESSOR_CLOCK "__vdso_clock_gettime"

/* What an instruction refers to beside the code: not known. */
static inline const void *processor_reference(const unsigned char *at)
{
	(void)at;
	return NULL;
}
