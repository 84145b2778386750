/* SPDX-License-Identifier: MIT */
/*
 * Which descendants have not moved for --stuck seconds? One thread, asleep in one futex
 * call without a time limit, or running without ever sleeping. Those are looked at by
 * forkseed-audit, which knows a lock from other waits, tells of what is stuck at once,
 * and adds it to the recording. Nothing is stopped here; what is stuck is ended on
 * request.
 */
#define _GNU_SOURCE
#include "launcher.h"
#include <linux/futex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST_SUSPECTS = 1024, DEFAULT_SECONDS = 10, LEAST_MS = 1000 };

/* What a process does, as far as it can be told in two reads. */
struct pose {
	char call[192]; /* /proc/PID/syscall: the same text, the same call */
	unsigned long sleeps;
};

struct suspect {
	int pid;
	struct pose pose;
	long since, ask_at; /* ms; ask_at grows for what was found to be no lock */
	bool is_here;       /* seen in this round */
	bool is_told;
};

static struct suspect suspects[MOST_SUSPECTS];
static size_t count;
static long limit_ms;
static const char *reporter, *report_file;
static struct recording *recording;

void stuck_start(const char *program, const char *file, struct recording *into)
{
	recording = into;
	const char *seconds = getenv("FORKSEED_STUCK");
	limit_ms = 1000L * (seconds && *seconds ? atoi(seconds) : DEFAULT_SECONDS);
	reporter = program;
	report_file = file;
}

static bool read_first(int pid, const char *name, char *text, size_t size)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
	FILE *file = fopen(path, "re");
	bool got = file && fgets(text, (int)size, file);
	if (file)
		fclose(file);
	return got;
}

/* One thread? And how often has it gone to sleep of its own will? */
static bool read_status(int pid, unsigned long *sleeps)
{
	char path[64], *line = NULL;
	size_t size = 0;
	unsigned long threads = 0;
	snprintf(path, sizeof path, "/proc/%d/status", pid);
	FILE *status = fopen(path, "re");
	while (status && getline(&line, &size, status) > 0) {
		sscanf(line, "Threads: %lu", &threads);
		sscanf(line, "voluntary_ctxt_switches: %lu", sleeps);
	}
	free(line);
	if (status)
		fclose(status);
	return threads == 1;
}

/* A futex call that only another one can end, or none at all. */
static bool may_be_for_ever(const char *call)
{
	long number;
	unsigned long long address, operation, value, timeout;
	if (strncmp(call, "running", 7) == 0)
		return true;
	if (sscanf(call, "%ld %llx %llx %llx %llx", &number, &address, &operation, &value,
		   &timeout) != 5 ||
	    number != SYS_futex || timeout != 0)
		return false;
	int command = (int)operation & FUTEX_CMD_MASK;
	return command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET;
}

static bool read_pose(int pid, struct pose *pose)
{
	*pose = (struct pose){.sleeps = 0};
	return read_status(pid, &pose->sleeps) &&
	       read_first(pid, "syscall", pose->call, sizeof pose->call) &&
	       may_be_for_ever(pose->call);
}

static struct suspect *find(int pid)
{
	for (size_t i = 0; i < count; i++)
		if (suspects[i].pid == pid)
			return &suspects[i];
	return count < MOST_SUSPECTS ? &suspects[count++] : NULL;
}

static void visit(int pid)
{
	struct pose pose;
	struct suspect *suspect = read_pose(pid, &pose) ? find(pid) : NULL;
	if (!suspect)
		return;
	if (suspect->pid != pid || strcmp(suspect->pose.call, pose.call) != 0 ||
	    suspect->pose.sleeps != pose.sleeps) {
		long now = now_ms();
		*suspect = (struct suspect){
			.pid = pid, .pose = pose, .since = now, .ask_at = now + limit_ms};
	}
	suspect->is_here = true;
}

static void forget_the_others(void)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++)
		if (suspects[i].is_here) {
			suspects[kept] = suspects[i];
			suspects[kept++].is_here = false;
		}
	count = kept;
}

/* The process that was looked at, and no other that has its pid by now. */
static void end_it(const struct suspect *suspect)
{
	const char *action = getenv("FORKSEED_STUCK_ACTION");
	bool kills = action && strcmp(action, "kill") == 0;
	struct pose pose;
	if (!kills && !(action && strcmp(action, "abort") == 0))
		return;
	int fd = (int)syscall(SYS_pidfd_open, suspect->pid, 0);
	if (read_pose(suspect->pid, &pose) &&
	    strcmp(pose.call, suspect->pose.call) == 0) {
		int signal = kills ? SIGKILL : SIGABRT;
		if (fd < 0 || syscall(SYS_pidfd_send_signal, fd, signal, NULL, 0) < 0)
			kill(suspect->pid, signal);
	}
	if (fd >= 0)
		close(fd);
}

static void ask(struct suspect *suspect)
{
	long waited = now_ms() - suspect->since;
	char process[32], seconds[32];
	snprintf(process, sizeof process, "--stuck=%d", suspect->pid);
	snprintf(seconds, sizeof seconds, "--seconds=%ld", waited / 1000);
	const char *words[] = {reporter, process, seconds, report_file, NULL};
	int status = run_reporter(words);
	suspect->is_told = status == 0 ||
			   (status == EXIT_OWN_ERROR &&
			    stuck_unseen(recording, suspect->pid, suspect->pose.call));
	suspect->ask_at = now_ms() + 2 * waited;
	if (suspect->is_told)
		end_it(suspect);
}

static void look(bool is_last)
{
	if (limit_ms == 0)
		return;
	for_each_descendant(visit);
	forget_the_others();
	for (size_t i = 0; i < count; i++)
		if (!suspects[i].is_told &&
		    (suspects[i].ask_at <= now_ms() ||
		     (is_last && suspects[i].since + LEAST_MS <= now_ms())))
			ask(&suspects[i]);
}

void stuck_look(void)
{
	look(false);
}

void stuck_look_again(void)
{
	look(true);
}
