/* SPDX-License-Identifier: MIT */
/* A child draws on a stack that is not aligned as the ABI has it, as a coroutine's may
 * be: libc's functions do not mind. x86-64 alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

long call_misaligned(long (*draw)(void));

#ifdef __x86_64__
__asm__(".globl call_misaligned\n"
	"call_misaligned:\n"
	"	push %rbp\n"
	"	mov %rsp, %rbp\n"
	"	and $-16, %rsp\n"
	"	sub $8, %rsp\n"
	"	call *%rdi\n"
	"	mov %rbp, %rsp\n"
	"	pop %rbp\n"
	"	ret\n");
#else
long call_misaligned(long (*draw)(void))
{
	return draw();
}
#endif

int main(void)
{
	static long (*const draws[])(void) = {random, lrand48, mrand48};
	for (int i = 0; i < 3; i++) {
		int status;
		draws[i]();
		if (fork() == 0)
			_exit(call_misaligned(draws[i]) == 0);
		wait(&status);
		printf("%d\n", status);
	}
	return 0;
}
