/* SPDX-License-Identifier: MIT */
/*
 * Was a process forked without executing anything since? Then its 16 random bytes
 * (AT_RANDOM, getauxval(3)) are its parent's: each execve(2) makes new ones. Where the
 * parent has ended that can't be told any more.
 */
#include "stuck.h"

#include <elf.h>
#include <link.h>
#include <linux/kcmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { RANDOM_BYTES = 16 };

unsigned long long status_number(int pid, int tid, const char *name, int base)
{
	char path[64], *line = NULL;
	size_t size = 0, length = strlen(name);
	unsigned long long value = 0;
	snprintf(path, sizeof path, "/proc/%d/task/%d/status", pid, tid);
	FILE *status = fopen(path, "re");
	while (status && getline(&line, &size, status) > 0)
		if (strncmp(line, name, length) == 0)
			value = strtoull(line + length, NULL, base);
	free(line);
	if (status)
		fclose(status);
	return value;
}

static bool random_of(int pid, unsigned char bytes[RANDOM_BYTES])
{
	char path[64];
	ElfW(auxv_t) entry = {0};
	snprintf(path, sizeof path, "/proc/%d/auxv", pid);
	FILE *vector = fopen(path, "re");
	while (vector && fread(&entry, sizeof entry, 1, vector) == 1)
		if (entry.a_type == AT_RANDOM)
			break;
	if (vector)
		fclose(vector);
	return entry.a_type == AT_RANDOM &&
	       peek(pid, entry.a_un.a_val, bytes, RANDOM_BYTES);
}

/* Signals 32 and 33 are glibc's own (nptl(7)). */
static bool catches_signals(int pid)
{
	const unsigned long long own = 3ULL << 31;
	return (status_number(pid, pid, "SigCgt:", 16) & ~own) != 0;
}

struct origin origin_of(int pid)
{
	unsigned char mine[RANDOM_BYTES], parents[RANDOM_BYTES];
	struct origin origin = {.parent = (int)status_number(pid, pid, "PPid:", 10),
				.was_forked = UNKNOWN};
	if (random_of(pid, mine) && random_of(origin.parent, parents))
		origin.was_forked = memcmp(mine, parents, RANDOM_BYTES) == 0;
	origin.parent_has_threads =
		status_number(origin.parent, origin.parent, "Threads:", 10) > 1;
	origin.shares_memory = syscall(SYS_kcmp, pid, origin.parent, KCMP_VM, 0, 0) == 0;
	origin.catches_signals = catches_signals(pid);
	return origin;
}
