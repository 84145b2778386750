/* SPDX-License-Identifier: MIT */
/*
 * A process that has not moved, where only its ancestors may look into it (Yama's
 * ptrace_scope, ptrace(2)): the launcher is one, forkseed-audit is not. Without a stack
 * and names only glibc's own kind of lock is told, by its word: 2 means taken and waited
 * for (nptl, lowlevellock.h). A semaphore's is 0, a condition variable's may be anything.
 */
#define _GNU_SOURCE
#include "../shim/recorder/recording.h"
#include "launcher.h"
#include <errno.h>
#include <linux/futex.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>

enum { TAKEN_AND_WAITED_FOR = 2, OWNER = 2, WORDS = 3 };

static const char what[] =
	"it waits for a lock that no thread of this process holds; its stack can't be "
	"read, as "
	"ptrace(2) is permitted to ancestors alone (kernel.yama.ptrace_scope)";

static bool is_lock(int pid, unsigned long long address, unsigned expected)
{
	unsigned words[WORDS];
	struct iovec here = {words, sizeof words};
	struct iovec there = {(void *)(unsigned long)address, sizeof words};
	return expected == TAKEN_AND_WAITED_FOR &&
	       process_vm_readv(pid, &here, 1, &there, 1, 0) == (ssize_t)sizeof words &&
	       words[0] == TAKEN_AND_WAITED_FOR && words[OWNER] != (unsigned)pid;
}

static void keep(struct recording *recording, int pid)
{
	struct stuck_record *record = recording_reserve(recording, RECORD_STUCK,
							sizeof *record + sizeof what + 1);
	if (!record)
		return;
	record->pid = pid;
	record->size = sizeof what + 1;
	memcpy(record->text + 1, what, sizeof what); /* behind the program's name: none */
	recording_commit(recording, record);
}

bool stuck_unseen(struct recording *recording, int pid, const char *call)
{
	char number[32];
	unsigned long long address, operation;
	unsigned expected;
	if (sscanf(call, "%*d %llx %llx %x", &address, &operation, &expected) != 3 ||
	    !(operation & FUTEX_PRIVATE_FLAG) || !is_lock(pid, address, expected))
		return false;
	snprintf(number, sizeof number, "%d", pid);
	say("process ", number, " is stuck: ", what, NULL);
	keep(recording, pid);
	return true;
}
