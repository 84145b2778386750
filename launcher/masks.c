/* SPDX-License-Identifier: MIT */
/*
 * Masks of signals, by the kernel's own calls: the C library's leave out the signals that
 * it keeps for its own threads (glibc 32 and 33, musl 34 too), with which the command and
 * its caller may do as they like.
 */
#define _GNU_SOURCE
#include "launcher.h"
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* static.mk names another where the libc is musl's. */
#ifndef HANDLE_FILE
#define HANDLE_FILE "arch/handle_libc.h"
#endif
#include HANDLE_FILE

enum { LONG_BITS = 8 * sizeof(long), KERNEL_SIZE = (_NSIG - 1) / 8 };

static sigset_t original;

static unsigned long *word_of(sigset_t *set, int signal)
{
	return (unsigned long *)set + (signal - 1) / LONG_BITS;
}

static unsigned long bit_of(int signal)
{
	return 1UL << ((signal - 1) % LONG_BITS);
}

static void change(int how, const sigset_t *set, sigset_t *old)
{
	syscall(SYS_rt_sigprocmask, how, set, old, KERNEL_SIZE);
}

sigset_t every_signal(void)
{
	sigset_t every;
	memset(&every, 0xff, sizeof every);
	return every;
}

void mask_signals(void)
{
	sigset_t most = every_signal();
	*word_of(&most, SIGBUS) &= ~bit_of(SIGBUS); /* cut-off.c */
	change(SIG_SETMASK, &most, &original);
}

void unmask_signals(void)
{
	change(SIG_SETMASK, &original, NULL);
}

void unblock_signal(int signal)
{
	sigset_t one = {0};
	*word_of(&one, signal) |= bit_of(signal);
	change(SIG_UNBLOCK, &one, NULL);
}

void handle_signal(int signal, void (*handler)(int, siginfo_t *, void *))
{
	handle(signal, handler);
}
