/* SPDX-License-Identifier: MIT */
/*
 * libdw's own ways to end the process: exit(3), with a status that is ours for findings,
 * and, as it does not expect each allocation to fail (elfutils 0.192), a signal.
 */
#include "busy.h"

#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

enum { EXIT_FAILED = 125, STACK = 1 << 14 };

static volatile sig_atomic_t is_busy;

static void tell_and_end(const char *message, size_t length)
{
	if (!is_busy)
		return;
	ssize_t told = write(STDERR_FILENO, message, length);
	(void)told;
	_exit(EXIT_FAILED);
}

static void refuse_to_end(void)
{
	static const char message[] = "forkseed: the report could not be made\n";
	tell_and_end(message, sizeof message - 1);
}

static void refuse_to_crash(int signal)
{
	static const char message[] = "forkseed: the report could not be made: a crash\n";
	tell_and_end(message, sizeof message - 1);
	struct sigaction usual = {.sa_handler = SIG_DFL};
	sigaction(signal, &usual, NULL);
	raise(signal);
}

void busy_begin(void)
{
	static char memory[STACK]; /* the stack may be what there is no more of */
	static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
	const stack_t stack = {.ss_sp = memory, .ss_size = sizeof memory};
	struct sigaction action = {.sa_handler = refuse_to_crash,
				   .sa_flags = SA_ONSTACK | SA_NODEFER};
	is_busy = atexit(refuse_to_end) == 0 && sigaltstack(&stack, NULL) == 0;
	for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
		sigaction(crashes[i], &action, NULL);
}

void busy_end(void)
{
	is_busy = 0;
}
