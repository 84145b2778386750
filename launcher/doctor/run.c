/* SPDX-License-Identifier: MIT */
/*
 * Runs a program of the system's or our own, never the command, and reads what it says.
 */
#define _GNU_SOURCE
#include "doctor.h"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_SECONDS = 30 };

/* What would change what is asked, or write to files. */
static const char *const unwanted[] = {
	"LD_AUDIT", "LD_DEBUG",       "LD_DEBUG_OUTPUT", "LD_PROFILE",    "LD_VERBOSE",
	"FORKSEED", "FORKSEED_AUDIT", "FORKSEED_KEEP",   "FORKSEED_SEED", "FORKSEED_WHEN",
	NULL,
};

static _Noreturn void run_into(int output, const char *const words[],
			       const char *const settings[])
{
	int nothing = open("/dev/null", O_RDONLY);
	for (size_t i = 0; unwanted[i]; i++)
		unsetenv(unwanted[i]);
	for (size_t i = 0; settings[i]; i++)
		putenv((char *)settings[i]);
	alarm(MOST_SECONDS);
	if (dup2(nothing, 0) == 0 && dup2(output, 1) == 1 && dup2(output, 2) == 2)
		execv(words[0], (char *const *)words);
	_exit(EXIT_CANNOT_EXECUTE);
}

static char *whole_file(int fd)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return NULL;
	char *text = calloc(1, (size_t)st.st_size + 1);
	if (pread(fd, text, (size_t)st.st_size, 0) != st.st_size)
		return NULL;
	return text;
}

/* Above the three that the child replaces, any of which the caller may have closed. */
static int temporary_file(void)
{
	int fd = memfd_create("forkseed-doctor", MFD_CLOEXEC);
	int above = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (fd >= 0)
		close(fd);
	return above;
}

char *output_of(const char *const words[], const char *const settings[])
{
	int output = temporary_file(), status = 0;
	if (output < 0)
		return NULL;
	pid_t child = fork();
	if (child == 0)
		run_into(output, words, settings);
	bool ran = child > 0 && waitpid(child, &status, 0) == child;
	char *text = ran ? whole_file(output) : NULL;
	close(output);
	return text;
}
