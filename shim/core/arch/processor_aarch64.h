/* SPDX-License-Identifier: MIT
 *
 * AArch64: a system call without libc (syscall(2), "Architecture calling conventions").
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

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

/* The same with one argument more. */
static inline long raw_syscall5(long number, long a, long b, long c, long d, long e)
{
	register long result __asm__("x0") = a;
	register long second __asm__("x1") = b, third __asm__("x2") = c;
	register long fourth __asm__("x3") = d, fifth __asm__("x4") = e;
	register long call __asm__("x8") = number;
	__asm__ volatile("svc 0"
			 : "+r"(result)
			 : "r"(second), "r"(third), "r"(fourth), "r"(fifth), "r"(call)
			 : "memory");
	return result;
}

/* Between two looks at a lock: leave the memory to its holder. */
static inline void processor_pause(void)
{
	__asm__ volatile("yield");
}

/* Where this is called, for an unwinder: the registers that a call preserves, by their
 * DWARF numbers (DWARF for the Arm 64-bit Architecture, section 4.1). The others are left
 * as they were. */
enum { PROCESSOR_REGISTERS = 32 };

__attribute__((always_inline)) static inline void
processor_registers(uint64_t *values, uint64_t *pc, uint64_t *sp)
{
	__asm__ volatile("stp x19, x20, [%2, 152]\n\t"
			 "stp x21, x22, [%2, 168]\n\t"
			 "stp x23, x24, [%2, 184]\n\t"
			 "stp x25, x26, [%2, 200]\n\t"
			 "stp x27, x28, [%2, 216]\n\t"
			 "stp x29, x30, [%2, 232]\n\t"
			 "mov %1, sp\n\t"
			 "adr %0, ."
			 : "=&r"(*pc), "=&r"(*sp)
			 : "r"(values)
			 : "memory");
	values[31] = *sp;
}

/* What a return address on the stack is without its signature (pointer authentication,
 * XPACLRI): a hint, which processors that sign nothing pass over. */
enum { PROCESSOR_SIGNS = 1 };

static inline uintptr_t processor_unsigned(uintptr_t address)
{
	register uintptr_t link __asm__("x30") = address;
	__asm__("hint 7" : "+r"(link));
	return link;
}

/* clock_gettime(2) without a system call (vdso(7)). */
#define PROCESSOR_CLOCK "__kernel_clock_gettime"

/* What an instruction at `at` refers to beside the code: adrp, then add to the same
 * register (Arm's manual, C6.2). NULL where it is another one. */
static inline const void *processor_reference(const unsigned char *at)
{
	uint32_t page, add;
	if ((uintptr_t)at % sizeof page != 0)
		return NULL;
	__builtin_memcpy(&page, at, sizeof page);
	__builtin_memcpy(&add, at + sizeof page, sizeof add);
	if ((page & 0x9f000000) != 0x90000000 || (add & 0xffc00000) != 0x91000000 ||
	    (add >> 5 & 31) != (page & 31))
		return NULL;
	int64_t pages =
		(int32_t)((page >> 5 & 0x7ffff) << 13) >> 11 | (int32_t)(page >> 29 & 3);
	return (const void *)(((uintptr_t)at & ~(uintptr_t)4095) +
			      (uintptr_t)(pages * 4096) + (add >> 10 & 0xfff));
}
