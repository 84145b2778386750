/* SPDX-License-Identifier: MIT
 *
 * x86-64: a system call without libc (syscall(2), "Architecture calling conventions").
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

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

/* The same with one argument more. */
static inline long raw_syscall5(long number, long a, long b, long c, long d, long e)
{
	long result;
	register long fourth __asm__("r10") = d, fifth __asm__("r8") = e;
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth), "r"(fifth)
			 : "rcx", "r11", "memory");
	return result;
}

/* And with all that there are. */
static inline long raw_syscall6(long number, const long arguments[6])
{
	long result;
	register long fourth __asm__("r10") = arguments[3],
			     fifth __asm__("r8") = arguments[4],
			     sixth __asm__("r9") = arguments[5];
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(arguments[0]), "S"(arguments[1]),
			   "d"(arguments[2]), "r"(fourth), "r"(fifth), "r"(sixth)
			 : "rcx", "r11", "memory");
	return result;
}

/* pthread_self(3), without a look at libc's code: the thread's descriptor begins with its
 * own address (System V ABI, AMD64 supplement, "TLS"). */
static inline uintptr_t processor_thread(void)
{
	uintptr_t thread;
	__asm__("mov %%fs:0, %0" : "=r"(thread));
	return thread;
}

/* What names the running thread among those that live, by one instruction: its own
 * pointer; so that a lock may lean to it (core/bias.h). */
enum { PROCESSOR_LEANS = 1 };

static inline uintptr_t processor_own_pointer(void)
{
	uintptr_t pointer; /* volatile: where it is not asked for there may be none */
	__asm__ volatile("mov %%fs:0, %0" : "=r"(pointer));
	return pointer;
}

/* Between two looks at a lock: leave the memory to its holder. */
static inline void processor_pause(void)
{
	__builtin_ia32_pause();
}

/* Where this is called, for an unwinder: the registers that a call preserves, by their
 * DWARF numbers (System V ABI, AMD64 supplement, figure 3.36). The others are left as
 * they were. */
enum { PROCESSOR_REGISTERS = 17 };

__attribute__((always_inline)) static inline void
processor_registers(uint64_t *values, uint64_t *pc, uint64_t *sp)
{
	__asm__ volatile("lea 0(%%rip), %%rax\n\t"
			 "mov %%rax, 128(%0)\n\t"
			 "mov %%rbx, 24(%0)\n\t"
			 "mov %%rbp, 48(%0)\n\t"
			 "mov %%rsp, 56(%0)\n\t"
			 "mov %%r12, 96(%0)\n\t"
			 "mov %%r13, 104(%0)\n\t"
			 "mov %%r14, 112(%0)\n\t"
			 "mov %%r15, 120(%0)"
			 :
			 : "r"(values)
			 : "rax", "memory");
	*pc = values[16];
	*sp = values[7];
}

/* Return addresses on the stack are as they are. */
enum { PROCESSOR_SIGNS = 0 };

static inline uintptr_t processor_unsigned(uintptr_t address)
{
	return address;
}

/* clock_gettime(2) without a system call (vdso(7)). */
#define PROCESSOR_CLOCK "__vdso_clock_gettime"

/* What an instruction at `at` refers to beside the code: lea with an offset to the next
 * instruction (Intel's manual, volume 2, "LEA"). NULL where it is another one. */
static inline const void *processor_reference(const unsigned char *at)
{
	int32_t offset;
	if ((at[0] & 0xfb) != 0x48 || at[1] != 0x8d || (at[2] & 0xc7) != 5)
		return NULL;
	__builtin_memcpy(&offset, at + 3, sizeof offset);
	return at + 7 + offset;
}
