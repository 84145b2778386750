/* SPDX-License-Identifier: MIT
 *
 * AArch64: a system call without libc (syscall(2), "Architecture calling conventions").
 */
#pragma once

/* The kernel's result: negative errors, errno untouched. Safe anywhere. */
static inline long raw_syscall(long number, long a, long b, long c, long d)
{
	register long result __asm__("x0") = a;
	register long second __asm__("x1") = b, third __asm__("x2") = c;
	register long fourth __asm__("x3") = d, call __asm__("x8") = number;
	__asm__ volatile("svc 0"
			 : "+r"(result)
			 : "r"(second), "r"(third), "r"(fourth), "r"(call)
			 : "memory");
	return result;
}

/* Between two looks at a lock: leave the memory to its holder. */
static inline void processor_pause(void)
{
	__asm__ volatile("yield");
}
