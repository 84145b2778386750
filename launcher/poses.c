/* SPDX-License-Identifier: MIT */
/*
 * What a process does, as far as /proc tells (proc(5), "task", "syscall", "status"): a
 * pose that it may hold for ever. Nothing is stopped, and nothing judged.
 */
#include "poses.h"
#include <dirent.h>
#include <linux/futex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

static FILE *open_of(int pid, int tid, const char *name)
{
	char path[96];
	snprintf(path, sizeof path, "/proc/%d/task/%d/%s", pid, tid, name);
	return fopen(path, "re");
}

bool pose_call(int pid, int tid, char *text, size_t size)
{
	FILE *file = open_of(pid, tid, "syscall");
	bool got = file && fgets(text, (int)size, file);
	if (file)
		fclose(file);
	return got;
}

/* The last of "NSpid:" is its number in its own namespace (pid_namespaces(7)). */
static void read_status(int pid, int tid, struct pose *pose)
{
	char *line = NULL, *last;
	size_t size = 0;
	unsigned long sleeps = 0;
	FILE *status = open_of(pid, tid, "status");
	pose->own[pose->threads] = tid;
	while (status && getline(&line, &size, status) > 0) {
		sscanf(line, "voluntary_ctxt_switches: %lu", &sleeps);
		if (strncmp(line, "NSpid:", 6) == 0 && (last = strrchr(line, '\t')))
			pose->own[pose->threads] = atoi(last);
	}
	pose->sleeps += sleeps;
	free(line);
	if (status)
		fclose(status);
}

/* A futex call that only another one can end; or none at all, which says nothing where
 * there are several threads. */
static bool may_be_for_ever(const char *call, bool is_alone)
{
	long number;
	unsigned long long address, operation, value, timeout;
	if (strncmp(call, "running", 7) == 0)
		return is_alone;
	if (sscanf(call, "%ld %llx %llx %llx %llx", &number, &address, &operation, &value,
		   &timeout) != 5 ||
	    number != SYS_futex || timeout != 0)
		return false;
	int command = (int)operation & FUTEX_CMD_MASK;
	return command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET;
}

static void hash(struct pose *pose, const char *text)
{
	for (; *text; text++)
		pose->calls = (pose->calls ^ (unsigned char)*text) * 0x100000001b3;
}

static bool add(int pid, int tid, struct pose *pose)
{
	char call[192];
	if (pose->threads == POSE_THREADS || !pose_call(pid, tid, call, sizeof call) ||
	    !may_be_for_ever(call, pose->threads == 0))
		return false;
	pose->is_running |= strncmp(call, "running", 7) == 0;
	hash(pose, call);
	read_status(pid, tid, pose);
	pose->tids[pose->threads++] = tid;
	return pose->threads == 1 || !pose->is_running;
}

bool pose_read(int pid, struct pose *pose)
{
	char path[32];
	bool holds = true;
	snprintf(path, sizeof path, "/proc/%d/task", pid);
	*pose = (struct pose){.threads = 0};
	DIR *directory = opendir(path);
	for (struct dirent *task; holds && directory && (task = readdir(directory));)
		if (*task->d_name != '.')
			holds = add(pid, atoi(task->d_name), pose);
	if (directory)
		closedir(directory);
	return holds && pose->threads > 0;
}

bool pose_is_same(const struct pose *one, const struct pose *other)
{
	return one->sleeps == other->sleeps && pose_is_alike(one, other);
}

bool pose_is_alike(const struct pose *one, const struct pose *other)
{
	return one->threads == other->threads && one->calls == other->calls &&
	       memcmp(one->tids, other->tids, one->threads * sizeof *one->tids) == 0;
}

bool pose_has(const struct pose *pose, int own)
{
	for (unsigned i = 0; i < pose->threads; i++)
		if (pose->own[i] == own)
			return true;
	return false;
}
