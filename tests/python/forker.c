/* SPDX-License-Identifier: MIT */
/* A library that forks from C, opened by Python programs through ctypes: plainly, in a
 * signal handler, and with a signal on its way to Python. No function of Python's is
 * called around any of these forks.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

enum { MOST = 40 };

static volatile sig_atomic_t forks;
static pid_t children[MOST];

/* fork(2) alone. */
int plain_fork(void);
int plain_fork(void)
{
	return fork();
}

/* Both processes come back with SIGINT caught, and Python not yet told. */
int interrupted_fork(void);
int interrupted_fork(void)
{
	raise(SIGINT);
	return fork();
}

/* The child goes on with whatever the signal interrupted. */
static void on_signal(int number)
{
	(void)number;
	if (forks >= MOST)
		return;
	pid_t child = fork();
	if (child == 0)
		forks = MOST;
	else if (child > 0)
		children[forks++] = child;
}

/* From here on each signal `number` forks, 40 times at most. */
void fork_on(int number);
void fork_on(int number)
{
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
	sigaction(number, &action, NULL);
}

/* The child that the signal with this index made, 0 while there is none. */
int forked(int index);
int forked(int index)
{
	return index < forks ? children[index] : 0;
}
