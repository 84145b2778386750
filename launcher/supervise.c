/* SPDX-License-Identifier: MIT */
/*
 * Running the command as a child, as if it were this process: signals are handed on,
 * a terminal's stops are shared (stops.c), and what the command leaves behind (daemons)
 * becomes ours (PR_SET_CHILD_SUBREAPER, prctl(2)) and is waited for.
 */
#define _GNU_SOURCE
#include "launcher.h"
#include "memory.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_LOOK_MS = 50, LONGEST_LOOK_MS = 1000 };

/* As the caller had them; the command gets them back. The launcher goes on without, until
 * its files are removed. */
static bool are_taken;
static struct sigaction original_child_action;

static void take_signals(void)
{
	struct sigaction act = {.sa_handler = SIG_DFL};
	mask_signals();
	sigaction(SIGCHLD, &act, &original_child_action);
	are_taken = true;
}

void restore_signals(void)
{
	if (!are_taken)
		return;
	sigaction(SIGCHLD, &original_child_action, NULL);
	cut_off_restore();
	unmask_signals();
}

/* The parent's end tells whether exec failed: it is closed by one that succeeds. */
static pid_t start(struct command *command, int *failed)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0)
		die(EXIT_OWN_ERROR, "cannot make a pipe: ", strerror(errno), NULL);
	pid_t child = fork();
	if (child < 0)
		die(EXIT_OWN_ERROR, "cannot fork: ", strerror(errno), NULL);
	if (child == 0) {
		memory_at_death(NULL);
		restore_signals();
		command->failed_fd = ends[1];
		run(command);
	}
	close(ends[1]);
	*failed = ends[0];
	return child;
}

/* Where that can't be read it is taken for one that runs: no audit ends before it began.
 */
static bool has_failed(int fd)
{
	char byte;
	ssize_t got;
	do
		got = read(fd, &byte, 1);
	while (got < 0 && errno == EINTR);
	return got == 1;
}

/* What the terminal sends, it sends to the whole process group. */
static void hand_on(pid_t child, const siginfo_t *info)
{
	bool from_group = info->si_code > 0 || info->si_pid == child;
	stops_note(info->si_signo, from_group);
	if (from_group)
		return;
	if (info->si_code == SI_QUEUE)
		sigqueue(child, info->si_signo, info->si_value);
	else
		kill(child, info->si_signo);
}

/* Takes in who has ended: true while there are children. */
static bool reap(struct outcome *outcome, bool *ended)
{
	int status;
	pid_t pid;
	while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED | WCONTINUED)) > 0) {
		if (pid != outcome->pid)
			continue;
		if (WIFSTOPPED(status) || WIFCONTINUED(status)) {
			stops_follow(status);
			continue;
		}
		outcome->status = status;
		*ended = true;
	}
	return pid == 0 || (pid < 0 && errno != ECHILD);
}

long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000L + now.tv_nsec / 1000000;
}

/* Waits for a signal or the time to look; 0 when it was time. */
static int wait_for_signal(siginfo_t *info, long milliseconds)
{
	const sigset_t all = every_signal();
	struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
	const struct timespec none = {0};
	if (cut_off_was_sent(info))
		return SIGBUS;
	int signal = sigtimedwait(&all, info, door_is_busy() ? &none : &time);
	if (signal == SIGIO || door_is_busy())
		door_serve();
	return signal < 0 ? 0 : signal;
}

static void wait_for_command(struct outcome *outcome, void (*look)(void))
{
	long pause = FIRST_LOOK_MS, next = now_ms() + pause;
	bool ended = false;
	while (reap(outcome, &ended) && !ended) {
		siginfo_t info;
		long left = next - now_ms();
		int signal = left > 0 ? wait_for_signal(&info, left) : 0;
		if (signal == 0) {
			look();
			pause = pause * 2 < LONGEST_LOOK_MS ? pause * 2 : LONGEST_LOOK_MS;
			next = now_ms() + pause;
		} else if (signal != SIGCHLD) {
			hand_on(outcome->pid, &info);
		}
	}
}

static bool ends_the_wait(int signal)
{
	return signal == SIGTERM || signal == SIGINT || signal == SIGHUP ||
	       signal == SIGQUIT;
}

static void wait_for_rest(struct outcome *outcome, int seconds, void (*look)(void))
{
	long end = now_ms() + seconds * 1000L;
	bool ended = true;
	while (reap(outcome, &ended)) {
		siginfo_t info;
		long left = end - now_ms();
		if (left <= 0)
			break;
		int signal = wait_for_signal(&info,
					     left < FIRST_LOOK_MS ? left : FIRST_LOOK_MS);
		if (ends_the_wait(signal))
			break;
		if (signal == 0)
			look();
	}
}

static void ignore(int pid)
{
	(void)pid;
}

struct outcome supervise(struct command *command, int seconds, void (*look)(void))
{
	struct outcome outcome = {0};
	int failed;
	take_signals();
	door_watch();
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	outcome.pid = start(command, &failed);
	outcome.started = !has_failed(failed);
	close(failed);
	memory_may_fail(true);
	wait_for_command(&outcome, look);
	wait_for_rest(&outcome, seconds, look);
	memory_may_fail(false);
	outcome.running = for_each_descendant(ignore);
	return outcome;
}

_Noreturn void end_like(int status)
{
	if (WIFEXITED(status))
		_exit(WEXITSTATUS(status));
	const struct rlimit none = {0, 0}; /* the command has dumped its own core */
	setrlimit(RLIMIT_CORE, &none);
	handle_signal(WTERMSIG(status), NULL);
	unblock_signal(WTERMSIG(status));
	raise(WTERMSIG(status));
	_exit(128 + WTERMSIG(status));
}
