/* SPDX-License-Identifier: MIT
 *
 * A whole slice of a stack is read, also what no function has written to yet: memcheck
 * would tell that of the program. So it is asked not to, for this thread, by the request
 * that valgrind.h has for it (VALGRIND_DISABLE_ERROR_REPORTING): instructions that do
 * nothing anywhere else. Not on RISC-V, for which few releases have a valgrind.
 */
#pragma once

#include <stdint.h>

enum { MEMCHECK_ERRORS = 0x1801 }; /* VG_USERREQ__CHANGE_ERR_DISABLEMENT */

/* more: 1 to be silent, -1 to end that. */
static inline void memcheck_hush(long more)
{
	const uint64_t request[6] = {MEMCHECK_ERRORS, (uint64_t)more};
#if defined __x86_64__
	uint64_t answer = 0;
	__asm__ volatile("rolq $3, %%rdi; rolq $13, %%rdi\n\t"
			 "rolq $61, %%rdi; rolq $51, %%rdi\n\t"
			 "xchgq %%rbx, %%rbx"
			 : "+d"(answer)
			 : "a"(request)
			 : "cc", "memory");
#elif defined __aarch64__
	register uint64_t answer __asm__("x3") = 0;
	register const uint64_t *asked __asm__("x4") = request;
	__asm__ volatile("ror x12, x12, #3; ror x12, x12, #13\n\t"
			 "ror x12, x12, #51; ror x12, x12, #61\n\t"
			 "orr x10, x10, x10"
			 : "+r"(answer)
			 : "r"(asked)
			 : "cc", "memory");
#else
	(void)request;
#endif
}
