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
#include "poses.h"
#include <errno.h>
#include <linux/futex.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum { TAKEN_AND_WAITED_FOR = 2, OWNER = 2, KIND = 4, MOST_KIND = 512, WORDS = 5 };

static const char what[] =
	"it waits for a lock that no thread of this process holds; its stack can't be "
	"read, as "
	"ptrace(2) is permitted to ancestors alone (kernel.yama.ptrace_scope)";

static int parent_of(int pid)
{
	char path[32], line[128];
	int parent = 0;
	snprintf(path, sizeof path, "/proc/%d/status", pid);
	FILE *status = fopen(path, "re");
	while (status && fgets(line, sizeof line, status))
		sscanf(line, "PPid: %d", &parent);
	if (status)
		fclose(status);
	return parent;
}

/* Where both are in the launcher's namespace; else it is not known. */
static bool is_thread_of(int pid, int tid)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/task/%d", pid, tid);
	return access(path, F_OK) == 0;
}

static bool read_words(int pid, unsigned long long address, unsigned words[WORDS])
{
	struct iovec here = {words, WORDS * sizeof *words};
	struct iovec there = {(void *)(unsigned long)address, here.iov_len};
	return process_vm_readv(pid, &here, 1, &there, 1, 0) == (ssize_t)here.iov_len;
}

/* Of several threads another one may hold a lock that has no owner's number. */
static bool is_lock(int pid, const struct pose *pose, unsigned long long address)
{
	unsigned words[WORDS];
	if (!read_words(pid, address, words) || words[0] != TAKEN_AND_WAITED_FOR ||
	    pose_has(pose, (int)words[OWNER]))
		return false;
	return pose->threads == 1 || (words[OWNER] > 0 && words[KIND] < MOST_KIND &&
				      is_thread_of(parent_of(pid), (int)words[OWNER]));
}

static bool waits_for_lock(int pid, const struct pose *pose, int tid)
{
	char call[192];
	unsigned long long address, operation;
	unsigned expected;
	return pose_call(pid, tid, call, sizeof call) &&
	       sscanf(call, "%*d %llx %llx %x", &address, &operation, &expected) == 3 &&
	       (operation & FUTEX_PRIVATE_FLAG) && expected == TAKEN_AND_WAITED_FOR &&
	       is_lock(pid, pose, address);
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

bool stuck_unseen(struct recording *recording, int pid, const struct pose *pose)
{
	char number[32];
	unsigned i = 0;
	while (i < pose->threads && !waits_for_lock(pid, pose, pose->tids[i]))
		i++;
	if (i == pose->threads)
		return false;
	snprintf(number, sizeof number, "%d", pid);
	say("process ", number, " is stuck: ", what, NULL);
	keep(recording, pid);
	return true;
}
