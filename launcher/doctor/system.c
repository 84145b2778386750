/* SPDX-License-Identifier: MIT */
/*
 * What the kernel, or an emulator in its place, can do for the shim: by trying it, as
 * shim/core/lineage.c does. And which system call filter is in force.
 */
#define _GNU_SOURCE
#include "doctor.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18 /* Linux 4.14, <linux/mman.h> */
#endif

/* The first advice does not exist: qemu-user before 11 says yes to it, and wipes
 * nothing. */
static bool kernel_wipes(void)
{
	size_t size = (size_t)sysconf(_SC_PAGESIZE);
	char *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			  -1, 0);
	return page != MAP_FAILED && madvise(page, size, -1) != 0 &&
	       madvise(page, size, MADV_WIPEONFORK) == 0;
}

void tell_kernel(void)
{
	tell("kernel: ",
	     kernel_wipes() ? "it wipes a page in every child, however that is made"
			    : "degraded: no page is wiped in children (Linux before "
			      "4.14, or an emulator), so that those made by raw system "
			      "calls are not noticed",
	     NULL);
}

const char *status_value(const char *process, const char *key)
{
	FILE *status = fopen(join("/proc/", process, "/status", NULL), "re");
	char *line = NULL, *value = NULL;
	size_t size = 0, length = strlen(key);
	while (status && !value && getline(&line, &size, status) > 0)
		if (strncmp(line, key, length) == 0 && line[length] == ':')
			value = strdup(line + length + 1 +
				       strspn(line + length + 1, " \t"));
	if (value)
		value[strcspn(value, "\n")] = 0;
	if (status)
		fclose(status);
	return value;
}

static bool is_filtered(const char *process)
{
	const char *mode = status_value(process, "Seccomp");
	return mode && strcmp(mode, "0") != 0;
}

void tell_seccomp(const char *process)
{
	tell("seccomp: ", is_filtered(process) ? "a filter is in force" : "no filter",
	     NULL);
}

/* In a child, since the filter may kill it. */
static const char *what_getrandom_does(void)
{
	int status;
	char byte;
	pid_t child = fork();
	if (child == 0)
		_exit(getrandom(&byte, 1, GRND_NONBLOCK) != 1);
	if (child < 0 || waitpid(child, &status, 0) != child)
		return "is unknown to us";
	if (!WIFEXITED(status))
		return "kills: children that draw will die";
	return WEXITSTATUS(status) ? "is refused: children draw what is distinct, but no "
				     "secret"
				   : "is allowed";
}

void tell_own_seccomp(void)
{
	if (is_filtered("self"))
		tell("seccomp: a filter is in force here; getrandom(2) ",
		     what_getrandom_does(), NULL);
	else
		tell_seccomp("self");
}
