/* SPDX-License-Identifier: MIT
 *
 * By the kernel; the way back from a handler is the vDSO's (arch/arm64/kernel/signal.c),
 * the struct that of include/uapi/asm-generic/signal.h with SA_RESTORER.
 */
#pragma once

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline void handle(int signal, void (*handler)(int, siginfo_t *, void *))
{
	const struct {
		void (*handler)(int, siginfo_t *, void *);
		unsigned long flags;
		void (*way_back)(void);
		unsigned long mask;
	} act = {handler, handler ? SA_SIGINFO : 0, NULL, 0};
	syscall(SYS_rt_sigaction, signal, &act, NULL, sizeof act.mask);
}
