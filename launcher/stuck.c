/* SPDX-License-Identifier: MIT */
/*
 * Which descendants have not moved for --stuck seconds? All threads asleep in one futex
 * call each without a time limit, or the only one running without ever sleeping
 * (poses.c). Those are looked at by forkseed-audit, which knows a lock from other waits,
 * tells of what is stuck at once, and adds it to the recording. Nothing is stopped here;
 * what is stuck is ended on request.
 */
#define _GNU_SOURCE
#include "launcher.h"
#include "poses.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST_SUSPECTS = 1024, DEFAULT_SECONDS = 10, LEAST_MS = 1000 };

struct suspect {
	int pid;
	struct pose pose;
	long since, ask_at; /* ms; ask_at grows for what was found to be no lock */
	bool is_here;       /* seen in this round */
	bool is_told;
	bool was_asked; /* since it was seen last: to look at it is to wake it once */
};

static struct suspect suspects[MOST_SUSPECTS];
static size_t count;
static long limit_ms;
static const char *reporter, *report_file;
static struct recording *recording;

void stuck_start(const char *program, const char *file, struct recording *into)
{
	recording = into;
	const char *seconds = setting("FORKSEED_STUCK");
	limit_ms = 1000L * (seconds ? atoi(seconds) : DEFAULT_SECONDS);
	reporter = program;
	report_file = file;
}

static struct suspect *find(int pid)
{
	for (size_t i = 0; i < count; i++)
		if (suspects[i].pid == pid)
			return &suspects[i];
	if (count == MOST_SUSPECTS)
		return NULL;
	suspects[count].pid = 0; /* whoever was there before */
	return &suspects[count++];
}

/* Does it wait where it waited? One that was told of is told of once. */
static bool has_stayed(const struct suspect *suspect, const struct pose *pose)
{
	return suspect->was_asked || suspect->is_told
		       ? pose_is_alike(&suspect->pose, pose)
		       : pose_is_same(&suspect->pose, pose);
}

static void visit(int pid)
{
	struct pose pose;
	struct suspect *suspect = pose_read(pid, &pose) ? find(pid) : NULL;
	if (!suspect)
		return;
	if (suspect->pid != pid || !has_stayed(suspect, &pose)) {
		long now = now_ms();
		*suspect = (struct suspect){
			.pid = pid, .since = now, .ask_at = now + limit_ms};
	}
	suspect->pose = pose;
	suspect->was_asked = false;
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
	const char *action = setting("FORKSEED_STUCK_ACTION");
	bool kills = action && strcmp(action, "kill") == 0;
	struct pose pose;
	if (!kills && !(action && strcmp(action, "abort") == 0))
		return;
	int fd = (int)syscall(SYS_pidfd_open, suspect->pid, 0);
	if (pose_read(suspect->pid, &pose) && pose_is_alike(&suspect->pose, &pose)) {
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
	suspect->was_asked = true;
	suspect->is_told =
		status == 0 || (status == EXIT_OWN_ERROR &&
				stuck_unseen(recording, suspect->pid, &suspect->pose));
	suspect->ask_at = now_ms() + 2 * waited;
	if (suspect->is_told)
		end_it(suspect);
}

static void look(bool is_last)
{
	if (limit_ms == 0)
		return;
	for_each_audited(visit);
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
