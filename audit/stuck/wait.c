/* SPDX-License-Identifier: MIT */
/*
 * What the kernel tells of a waiting process, without stopping it: proc(5), "syscall",
 * "task" and "mem". Only a process with our own word size is understood.
 */
#include "stuck.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The text of a file in /proc; false when it can't be read. */
static bool read_text(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, text, size - 1);
	if (fd >= 0)
		close(fd);
	text[length < 0 ? 0 : length] = 0;
	return length >= 0;
}

/* The last of "NSpid:" in its status. */
static int own_number(int pid, int tid)
{
	char path[64], line[128], *last;
	int own = tid;
	snprintf(path, sizeof path, "/proc/%d/task/%d/status", pid, tid);
	FILE *status = fopen(path, "re");
	while (status && fgets(line, sizeof line, status))
		if (strncmp(line, "NSpid:", 6) == 0 && (last = strrchr(line, '\t')))
			own = atoi(last);
	if (status)
		fclose(status);
	return own;
}

void threads_read(struct threads *threads, int pid)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/task", pid);
	DIR *directory = opendir(path);
	threads->count = 0;
	for (struct dirent *task; directory && (task = readdir(directory));)
		if (*task->d_name != '.' && threads->count < MOST_THREADS) {
			int tid = atoi(task->d_name);
			threads->list[threads->count] = tid;
			threads->own[threads->count++] = own_number(pid, tid);
		}
	if (directory)
		closedir(directory);
}

bool threads_have(const struct threads *threads, int own)
{
	for (int i = 0; i < threads->count; i++)
		if (threads->own[i] == own)
			return true;
	return false;
}

bool peek(int pid, uint64_t address, void *to, size_t size)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/mem", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : pread(fd, to, size, (off_t)address);
	if (fd >= 0)
		close(fd);
	return got == (ssize_t)size;
}

static void set_futex(struct wait *wait, const unsigned long long arguments[6])
{
	int command = (int)arguments[1] & FUTEX_CMD_MASK;
	if (command != FUTEX_WAIT && command != FUTEX_WAIT_BITSET)
		return;
	wait->how = WAITS_ON_FUTEX;
	wait->address = arguments[0];
	wait->is_private = arguments[1] & FUTEX_PRIVATE_FLAG;
	wait->expected = (uint32_t)arguments[2];
	wait->has_timeout = arguments[3] != 0;
}

/* "NUMBER ARGUMENT... SP PC", or "running". A stopped one has number -1. */
static bool read_call(struct wait *wait)
{
	char text[256], path[64];
	long number;
	unsigned long long a[6] = {0};
	snprintf(path, sizeof path, "/proc/%d/task/%d/syscall", wait->pid, wait->tid);
	if (!read_text(path, text, sizeof text))
		return false;
	if (strncmp(text, "running", 7) == 0)
		wait->how = SPINS;
	else if (sscanf(text, "%ld %llx %llx %llx %llx %llx %llx", &number, &a[0], &a[1],
			&a[2], &a[3], &a[4], &a[5]) == 7 &&
		 number == SYS_futex)
		set_futex(wait, a);
	return true;
}

bool wait_read(struct wait *wait, int pid)
{
	return wait_read_thread(wait, pid, pid);
}

bool wait_read_thread(struct wait *wait, int pid, int tid)
{
	struct mapping mapping;
	*wait = (struct wait){.pid = pid, .tid = tid};
	threads_read(&wait->threads, pid);
	if (!read_call(wait))
		return false;
	if (wait->how != WAITS_ON_FUTEX)
		return true;
	if (!peek(pid, wait->address, &wait->word, sizeof wait->word))
		return false;
	wait->in_private_memory =
		mapping_of(pid, wait->address, &mapping) && !mapping.is_shared;
	return true;
}
