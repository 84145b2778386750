/* SPDX-License-Identifier: MIT
 *
 * Runs a command and looks at all of its private, writable memory, by the shapes of
 * +scan, wherever it would be looked at: before each fork of its, and of its children's;
 * and when each of them ends. Prints "found=F looks=L megabytes=M" on descriptor 3.
 *
 *   scan-count COMMAND...
 */
#include "adapters/shapes.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned long found, looks, words_seen;

static void add(const struct match *match, void *data)
{
	(void)match;
	(void)data;
	found++;
}

enum { WORDS = 1 << 20 };
static uint64_t words[WORDS];

static void look_at_range(int memory, unsigned long begin, unsigned long end)
{
	for (unsigned long at = begin; at < end; at += sizeof words - 8 * LARGEST_SHAPE) {
		size_t size = end - at < sizeof words ? end - at : sizeof words;
		ssize_t got = pread(memory, words, size, (off_t)at);
		if (got <= 0)
			return;
		words_seen += (unsigned long)got / 8;
		shapes_find(words, (size_t)got / 8, add, NULL);
		if (size < sizeof words)
			return;
	}
}

static void look(pid_t pid)
{
	char path[64], line[512], rights[8];
	unsigned long begin, end;
	snprintf(path, sizeof path, "/proc/%d/maps", pid);
	FILE *maps = fopen(path, "r");
	snprintf(path, sizeof path, "/proc/%d/mem", pid);
	int memory = open(path, O_RDONLY);
	looks++;
	while (maps && fgets(line, sizeof line, maps))
		if (sscanf(line, "%lx-%lx %7s", &begin, &end, rights) == 3 &&
		    strncmp(rights, "rw", 2) == 0 && rights[3] == 'p')
			look_at_range(memory, begin, end);
	if (maps)
		fclose(maps);
	close(memory);
}

static void run(char **command)
{
	ptrace(PTRACE_TRACEME, 0, 0, 0);
	raise(SIGSTOP);
	execvp(*command, command);
	_exit(127);
}

/* An event of ptrace(2) has to be looked at; a signal is passed on. */
static void go_on(pid_t pid, int status)
{
	int event = status >> 16, signal = WSTOPSIG(status);
	if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_EXIT)
		look(pid);
	if (event || signal == SIGTRAP || signal == SIGSTOP)
		signal = 0;
	ptrace(PTRACE_CONT, pid, 0, (void *)(long)signal);
}

int main(int argc, char **argv)
{
	const long options = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
			     PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC |
			     PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL;
	pid_t first, pid;
	int status, end = 1;
	if (argc < 2)
		return 2;
	first = fork();
	if (first == 0)
		run(argv + 1);
	waitpid(first, &status, 0);
	ptrace(PTRACE_SETOPTIONS, first, 0, (void *)options);
	ptrace(PTRACE_CONT, first, 0, 0);
	while ((pid = waitpid(-1, &status, __WALL)) > 0) {
		if (WIFSTOPPED(status))
			go_on(pid, status);
		else if (pid == first)
			end = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
	}
	dprintf(3, "found=%lu looks=%lu megabytes=%lu\n", found, looks, words_seen >> 17);
	return end;
}
