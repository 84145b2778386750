/* SPDX-License-Identifier: MIT
 *
 * What is asked of valgrind, by the requests of its valgrind.h: instructions that do
 * nothing anywhere else. A whole slice of a stack is read, also what no function has
 * written to yet, and memory is asked for that may not be there: memcheck would tell that
 * of the program. Not on RISC-V, for which few releases have a valgrind.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
	MEMCHECK_IS_THERE = 0x1001, /* VG_USERREQ__RUNNING_ON_VALGRIND */
	MEMCHECK_ERRORS = 0x1801,   /* VG_USERREQ__CHANGE_ERR_DISABLEMENT */
};

/* 0 where nobody hears it. */
static inline uint64_t memcheck_request(uint64_t what, uint64_t with)
{
	const uint64_t request[6] = {what, with};
#if defined __x86_64__
	uint64_t answer = 0;
	__asm__ volatile("rolq $3, %%rdi; rolq $13, %%rdi\n\t"
			 "rolq $61, %%rdi; rolq $51, %%rdi\n\t"
			 "xchgq %%rbx, %%rbx"
			 : "+d"(answer)
			 : "a"(request)
			 : "cc", "memory");
	return answer;
#elif defined __aarch64__
	register uint64_t answer __asm__("x3") = 0;
	register const uint64_t *asked __asm__("x4") = request;
	__asm__ volatile("ror x12, x12, #3; ror x12, x12, #13\n\t"
			 "ror x12, x12, #51; ror x12, x12, #61\n\t"
			 "orr x10, x10, x10"
			 : "+r"(answer)
			 : "r"(asked)
			 : "cc", "memory");
	return answer;
#else
	(void)request;
	return 0;
#endif
}

static inline bool memcheck_is_there(void)
{
	return memcheck_request(MEMCHECK_IS_THERE, 0) != 0;
}

/* For this thread (VALGRIND_DISABLE_ERROR_REPORTING). more: 1 to be silent, -1 to end
 * that. */
static inline void memcheck_hush(long more)
{
	(void)memcheck_request(MEMCHECK_ERRORS, (uint64_t)more);
}
