/* SPDX-License-Identifier: MIT
 *
 * AArch64: a system call without libc (syscall(2), "Architecture calling conventions").
 */
#pragma once

#include <pthread.h>
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

/* And with all that there are. */
static inline long raw_syscall6(long number, const long arguments[6])
{
	register long x8 __asm__("x8") = number, x0 __asm__("x0") = arguments[0],
			 x1 __asm__("x1") = arguments[1], x2 __asm__("x2") = arguments[2],
			 x3 __asm__("x3") = arguments[3], x4 __asm__("x4") = arguments[4],
			 x5 __asm__("x5") = arguments[5];
	__asm__ volatile("svc #0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
			 : "memory");
	return x0;
}

/* The thread's descriptor. */
static inline uintptr_t processor_thread(void)
{
	return (uintptr_t)pthread_self();
}

/* What names the running thread among those that live, by one instruction: its own
 * pointer; so that a lock may lean to it (core/bias.h). */
enum { PROCESSOR_LEANS = 1 };

static inline uintptr_t processor_own_pointer(void)
{
	uintptr_t pointer;
	__asm__("mrs %0, tpidr_el0" : "=r"(pointer));
	return pointer;
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

static inline uint32_t processor_word(const unsigned char *at)
{
	uint32_t word;
	__builtin_memcpy(&word, at, sizeof word);
	return word;
}

/* An adrp's page: 21 bits of it, signed, in two fields. */
static inline uintptr_t processor_page(const unsigned char *at, uint32_t adrp)
{
	int64_t pages = (int32_t)((adrp >> 5 & 0x7ffff) << 13) >> 11;
	pages |= adrp >> 29 & 3;
	return ((uintptr_t)at & ~(uintptr_t)4095) + (uintptr_t)(pages * 4096);
}

/* What an instruction at `at` refers to beside the code: adrp, and soon after it add to
 * the same register (Arm's manual, C6.2). NULL where it is another one. */
static inline const void *processor_reference(const unsigned char *at)
{
	enum { SOON = 8 };
	if ((uintptr_t)at % sizeof(uint32_t) != 0 ||
	    (processor_word(at) & 0x9f000000) != 0x90000000)
		return NULL;
	uint32_t adrp = processor_word(at), wanted = (adrp & 31) << 5 | (adrp & 31);
	for (int i = 1; i <= SOON; i++) {
		uint32_t add = processor_word(at + (size_t)i * sizeof adrp);
		if ((add & 0xffc003ff) == (0x91000000 | wanted))
			return (const void *)(processor_page(at, adrp) +
					      (add >> 10 & 0xfff));
	}
	return NULL;
}
