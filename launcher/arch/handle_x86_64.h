/* SPDX-License-Identifier: MIT
 *
 * By the kernel, which has no way back from a handler of its own here
 * (arch/x86/kernel/signal_64.c); its struct is that of
 * arch/x86/include/uapi/asm/signal.h.
 */
#pragma once

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

__attribute__((naked)) static void way_back(void)
{
	__asm__("mov %0, %%eax\n\tsyscall" : : "i"(SYS_rt_sigreturn));
}

static inline void handle(int signal, void (*handler)(int, siginfo_t *, void *))
{
	const unsigned long has_way_back = 0x04000000; /* SA_RESTORER */
	const struct {
		void (*handler)(int, siginfo_t *, void *);
		unsigned long flags;
		void (*way_back)(void);
		unsigned long mask;
	} act = {handler, handler ? SA_SIGINFO | has_way_back : 0, way_back, 0};
	syscall(SYS_rt_sigaction, signal, &act, NULL, sizeof act.mask);
}
