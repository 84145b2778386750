/* SPDX-License-Identifier: MIT */
/* A child draws on a stack that is not aligned as the ABI has it, as a coroutine's may
 * be: libc's functions do not mind. Last, two of its threads at once, of which one finds
 * the shim's place to work in taken: how many of 200 end otherwise. x86-64 alone.
 */
#include <pthread.h>
#include <stdatomic.h>
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

static atomic_int ready;

static void *draw_beside(void *draw)
{
	for (ready++; ready < 2;)
		;
	call_misaligned(draw ? random : lrand48);
	return NULL;
}

static void draw_at_once(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, draw_beside, NULL);
	draw_beside(&ready);
	pthread_join(thread, NULL);
	_exit(0);
}

static int ended_otherwise(void)
{
	int count = 0, status;
	for (int i = 0; i < 200; i++) {
		if (fork() == 0)
			draw_at_once();
		count += wait(&status) < 0 || status != 0;
	}
	return count;
}

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
	printf("%d\n", ended_otherwise());
	return 0;
}
