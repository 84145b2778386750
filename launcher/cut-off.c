/* SPDX-License-Identifier: MIT */
/*
 * The recording may be cut off under the launcher's hands: the command may do with its
 * files what it likes. What is no longer there then reads as zeros, so that the launcher
 * lives to say so, and to remove the files; forkseed-audit refuses what is left.
 */
#define _GNU_SOURCE
#include "launcher.h"
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

static uintptr_t start, end, page_size;
static struct sigaction original;
static siginfo_t sent;
static volatile sig_atomic_t was_sent;

static void on_bus_error(int signal, siginfo_t *info, void *context)
{
	uintptr_t at = (uintptr_t)info->si_addr / page_size * page_size;
	(void)context;
	if (info->si_code > 0 && at >= start && at < end &&
	    mmap((void *)at, page_size, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED)
		return;
	if (info->si_code <= 0) { /* the command's: supervise.c hands it on */
		sent = *info;
		was_sent = true;
		return;
	}
	sigaction(signal, &original, NULL); /* it comes again, and ends us */
}

bool cut_off_was_sent(siginfo_t *info)
{
	bool is_new = was_sent;
	if (is_new)
		*info = sent;
	was_sent = false;
	return is_new;
}

void cut_off_survive(const void *mapped, size_t size)
{
	page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
	start = (uintptr_t)mapped;
	end = start + size;
	sigaction(SIGBUS, NULL, &original);
	handle_signal(SIGBUS, on_bus_error);
}

void cut_off_restore(void)
{
	if (end)
		sigaction(SIGBUS, &original, NULL);
}
