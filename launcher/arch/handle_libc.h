/* SPDX-License-Identifier: MIT
 *
 * By the C library: glibc's sigaction(2) does nothing else.
 */
#pragma once

#include <signal.h>
#include <stddef.h>

static inline void handle(int signal, void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction act = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
	sigaction(signal, &act, NULL);
}
