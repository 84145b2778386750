/* SPDX-License-Identifier: MIT
 *
 * x86-64: a system call without libc (syscall(2), "Architecture calling conventions").
 */
#pragma once

/* The kernel's result: negative errors, errno untouched. Safe anywhere. */
static inline long raw_syscall(long number, long a, long b, long c, long d)
{
	long result;
	register long fourth __asm__("r10") = d;
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth)
			 : "rcx", "r11", "memory");
	return result;
}

/* Between two looks at a lock: leave the memory to its holder. */
static inline void processor_pause(void)
{
	__builtin_ia32_pause();
}
