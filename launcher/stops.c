/* SPDX-License-Identifier: MIT */
/*
 * A command that stops, and an audit as its parent. Who waits for the launcher (a shell
 * with job control) must see it stop with the command, or Ctrl-Z would leave the terminal
 * to nobody. But a stopped launcher sees nothing any more: if the command was stopped by
 * its pid it may be continued by its pid, and the launcher would stay behind for ever. So
 * it stops for the terminal's sake alone, which continues the whole process group.
 */
#define _GNU_SOURCE
#include "launcher.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* The terminal asked us, with the rest of the group, to stop; nothing has gone on since.
 */
static bool was_asked;

void stops_note(int signal, bool from_group)
{
	if (signal == SIGCONT)
		was_asked = false;
	else if (signal == SIGTSTP && from_group)
		was_asked = true;
}

/* Without one there is no shell that waits for us to stop, and nobody to continue us. */
static bool has_terminal(void)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* It may still be on its way: of two signals SIGCHLD is the first to be taken in. */
static bool is_being_asked(void)
{
	sigset_t pending;
	return sigpending(&pending) == 0 && sigismember(&pending, SIGTSTP) == 1;
}

/* An editor that was sent SIGTSTP puts the screen right, and then stops by SIGSTOP. */
static bool is_terminals(int signal)
{
	return signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU ||
	       (signal == SIGSTOP && (was_asked || is_being_asked()));
}

void stops_follow(int status)
{
	if (WIFCONTINUED(status))
		was_asked = false;
	else if (is_terminals(WSTOPSIG(status)) && has_terminal())
		kill(getpid(), SIGSTOP); /* until somebody says SIGCONT */
}
