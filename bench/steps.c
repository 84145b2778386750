/* SPDX-License-Identifier: MIT */
/* steps [--start] COMMAND...: instructions that a program executes between its marks, in
 * user space, one at a time (ptrace(2)). A mark is SIGURG, which nobody minds; SIGWINCH
 * is the last one of a process. Behind the last and before the first it runs at full
 * speed. Prints a line for each stretch: number of the process (0: the first, 1: its
 * first child), instructions. A child that was forked between marks begins with a stretch
 * of its own. --start: one stretch, from the start of COMMAND to the next program that it
 * executes, and no more. */
#include "bench.h"

#include <signal.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

enum { MOST = 64 };

static struct process {
	pid_t pid;
	int is_counted;
	long steps;
} processes[MOST];
static int known;
static int is_start; /* of the command, and nothing else */

static int number_of(pid_t pid)
{
	for (int i = 0; i < known; i++)
		if (processes[i].pid == pid)
			return i;
	if (known == MOST)
		give_up("steps: more processes than are followed");
	processes[known].pid = pid;
	return known++;
}

static void go_on(struct process *process, int with_signal)
{
	ptrace(process->is_counted ? PTRACE_SINGLESTEP : PTRACE_CONT, process->pid, NULL,
	       (void *)(long)with_signal);
}

static void end_stretch(int number)
{
	struct process *process = &processes[number];
	if (process->is_counted)
		printf("%d %ld\n", number, process->steps);
	process->steps = 0;
}

/* The child stands still before its first instruction. */
static void take_child(const struct process *parent)
{
	unsigned long pid;
	int status, is_counted = parent->is_counted;
	if (ptrace(PTRACE_GETEVENTMSG, parent->pid, NULL, &pid))
		give_up("ptrace");
	if (waitpid((pid_t)pid, &status, __WALL) < 0)
		give_up("waitpid");
	struct process *child = &processes[number_of((pid_t)pid)];
	child->is_counted = is_counted;
	go_on(child, 0);
}

static void on_event(int number, int event)
{
	struct process *process = &processes[number];
	if (event == PTRACE_EVENT_EXEC) {
		end_stretch(number);
		if (is_start)
			exit(0);
	} else {
		take_child(process);
	}
	go_on(process, 0);
}

static void on_signal(int number, int signal)
{
	struct process *process = &processes[number];
	if (signal == SIGURG || signal == SIGWINCH) {
		end_stretch(number);
		process->is_counted = signal == SIGURG;
		go_on(process, 0);
	} else if (signal == SIGTRAP && process->is_counted) {
		process->steps++;
		go_on(process, 0);
	} else {
		go_on(process, signal);
	}
}

/* Until the first process ends; its status. */
static int follow(void)
{
	int status;
	for (;;) {
		pid_t pid = waitpid(-1, &status, __WALL);
		if (pid < 0)
			give_up("waitpid");
		int number = number_of(pid);
		if (WIFSTOPPED(status) && status >> 16)
			on_event(number, status >> 16);
		else if (WIFSTOPPED(status))
			on_signal(number, WSTOPSIG(status));
		else if (number == 0)
			return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
	}
}

static void start(char **command)
{
	pid_t pid = fork();
	int status;
	if (pid == 0) {
		/* What copies a stack takes as long as it is: always as long, please. */
		personality(ADDR_NO_RANDOMIZE);
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
			give_up("ptrace");
		execvp(command[0], command);
		give_up(command[0]);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
		give_up("steps: the command");
	long options = PTRACE_O_EXITKILL | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEFORK |
		       PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE;
	if (ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)options))
		give_up("ptrace");
	processes[number_of(pid)].is_counted = is_start;
	go_on(&processes[0], 0);
}

int main(int argc, char **argv)
{
	pin_to_this_core(); /* it and its tracer take turns */
	is_start = argc > 1 && !strcmp(argv[1], "--start");
	if (argc < 2 + is_start) {
		fputs("usage: steps [--start] COMMAND...\n", stderr);
		return 2;
	}
	start(argv + 1 + is_start);
	return follow();
}
