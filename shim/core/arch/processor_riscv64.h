/* SPDX-License-Identifier: MIT
 *
 * 64-bit RISC-V: a system call without libc (syscall(2), "Architecture calling
 * conventions").
 */
#pragma once

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

/* The kernel's result: negative errors, errno untouched. Safe anywhere. */
static inline long raw_syscall6(long number, const long arguments[6])
{
	register long a7 __asm__("a7") = number, a0 __asm__("a0") = arguments[0],
			 a1 __asm__("a1") = arguments[1], a2 __asm__("a2") = arguments[2],
			 a3 __asm__("a3") = arguments[3], a4 __asm__("a4") = arguments[4],
			 a5 __asm__("a5") = arguments[5];
	__asm__ volatile("ecall"
			 : "+r"(a0)
			 : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5)
			 : "memory");
	return a0;
}

/* The same with one argument less. */
static inline long raw_syscall5(long number, long a, long b, long c, long d, long e)
{
	register long a7 __asm__("a7") = number, a0 __asm__("a0") = a;
	register long a1 __asm__("a1") = b, a2 __asm__("a2") = c;
	register long a3 __asm__("a3") = d, a4 __asm__("a4") = e;
	__asm__ volatile("ecall"
			 : "+r"(a0)
			 : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4)
			 : "memory");
	return a0;
}

static inline long raw_syscall(long number, long a, long b, long c, long d)
{
	register long a7 __asm__("a7") = number, a0 __asm__("a0") = a;
	register long a1 __asm__("a1") = b, a2 __asm__("a2") = c, a3 __asm__("a3") = d;
	__asm__ volatile("ecall"
			 : "+r"(a0)
			 : "r"(a7), "r"(a1), "r"(a2), "r"(a3)
			 : "memory");
	return a0;
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
	__asm__("mv %0, tp" : "=r"(pointer));
	return pointer;
}

/* Between two looks at a lock: leave the memory to its holder. (The instruction "pause"
 * is a hint that older assemblers do not know by its name.) */
static inline void processor_pause(void)
{
	__asm__ volatile(".4byte 0x0100000f" : : : "memory");
}

/* Where this is called, for an unwinder: the registers that a call preserves, by their
 * DWARF numbers (RISC-V ELF psABI, "DWARF Register Numbers"). The others are left as they
 * were. */
enum { PROCESSOR_REGISTERS = 32 };

__attribute__((always_inline)) static inline void
processor_registers(uint64_t *values, uint64_t *pc, uint64_t *sp)
{
	__asm__ volatile("sd ra, 8(%2)\n\t"
			 "sd sp, 16(%2)\n\t"
			 "sd s0, 64(%2)\n\t"
			 "sd s1, 72(%2)\n\t"
			 "sd s2, 144(%2)\n\t"
			 "sd s3, 152(%2)\n\t"
			 "sd s4, 160(%2)\n\t"
			 "sd s5, 168(%2)\n\t"
			 "sd s6, 176(%2)\n\t"
			 "sd s7, 184(%2)\n\t"
			 "sd s8, 192(%2)\n\t"
			 "sd s9, 200(%2)\n\t"
			 "sd s10, 208(%2)\n\t"
			 "sd s11, 216(%2)\n\t"
			 "mv %1, sp\n\t"
			 "auipc %0, 0"
			 : "=&r"(*pc), "=&r"(*sp)
			 : "r"(values)
			 : "memory");
}

/* Return addresses on the stack are as they are. */
enum { PROCESSOR_SIGNS = 0 };

static inline uintptr_t processor_unsigned(uintptr_t address)
{
	return address;
}

/* clock_gettime(2) without a system call (vdso(7)). */
#define PROCESSOR_CLOCK "__vdso_clock_gettime"

static inline uint32_t processor_word(const unsigned char *at)
{
	uint32_t word;
	__builtin_memcpy(&word, at, sizeof word);
	return word;
}

/* What an instruction at `at` refers to beside the code: auipc, and soon after it addi on
 * the same register (the unprivileged manual, "Integer Computational Instructions");
 * instructions have 2 or 4 bytes. NULL where it is another one. */
static inline const void *processor_reference(const unsigned char *at)
{
	enum { SOON = 32, LONG = 3 };
	uint32_t auipc = processor_word(at), base = auipc >> 7 & 31;
	if ((uintptr_t)at % 2 != 0 || (auipc & 0x7f) != 0x17 || base == 0)
		return NULL;
	for (int i = 4; i <= SOON; i += (at[i] & LONG) == LONG ? 4 : 2) {
		uint32_t addi = processor_word(at + i);
		if ((addi & 0x707f) == 0x13 && (addi >> 15 & 31) == base)
			return at + (int32_t)(auipc & 0xfffff000) + ((int32_t)addi >> 20);
	}
	return NULL;
}
