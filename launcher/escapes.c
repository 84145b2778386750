/* SPDX-License-Identifier: MIT */
/*
 * Which processes of an audited tree run without the shim? The command itself left a
 * record or it did not. Of the others the kernel tells nobody when they execute a static
 * or set-user-ID program: they are looked at now and then, and one that twice in a row
 * has not mapped the recording runs without it. Shorter lives go unseen.
 */
#include "../shim/core/recording.h"
#include "launcher.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_KNOWN = 4096, LONGEST_START_MS = 3000 };

/* A program that a process runs, and what is known of it. */
struct known {
	int pid;
	dev_t device;
	ino_t inode;
	long since; /* when it was first seen, in milliseconds */
	enum { SUSPECT, RECORDS, REPORTED } is;
};

static struct recording *recording;
static const char *recording_path;
static struct known known[MOST_KNOWN];
static size_t known_count;

void escapes_start(struct recording *into, const char *path)
{
	recording = into;
	recording_path = path;
}

static void add(int pid, const char *path)
{
	struct escape_record *record = recording_reserve(
		recording, RECORD_ESCAPE, sizeof *record + strlen(path) + 1);
	if (!record)
		return;
	record->pid = pid;
	strcpy(record->path, path);
	recording_commit(recording, record);
}

static const char *of_process(char *path, size_t size, int pid, const char *name)
{
	snprintf(path, size, "/proc/%d/%s", pid, name);
	return path;
}

/* Whether a process has mapped the recording; true as well when that can't be told. */
static bool has_mapped_it(int pid)
{
	char path[64], *line = NULL;
	size_t size = 0;
	bool found = false, any = false;
	FILE *maps = fopen(of_process(path, sizeof path, pid, "maps"), "re");
	while (maps && !found && getline(&line, &size, maps) > 0) {
		any = true;
		found = strstr(line, recording_path) != NULL;
	}
	free(line);
	if (maps)
		fclose(maps);
	return found || !any;
}

static long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000L + now.tv_nsec / 1000000;
}

static bool has_interpreter(int pid)
{
	char path[64];
	struct elf_file file;
	if (!elf_open(&file, of_process(path, sizeof path, pid, "exe")))
		return false;
	bool has = elf_interpreter(&file) != NULL;
	elf_close(&file);
	return has;
}

/* On a busy machine the loader may take its time: is it going to load the shim? */
static bool may_be_starting(const struct known *suspect)
{
	char path[64], *variable = NULL;
	size_t size = 0;
	bool preloads = false, off = false;
	FILE *environment =
		fopen(of_process(path, sizeof path, suspect->pid, "environ"), "re");
	while (environment && getdelim(&variable, &size, 0, environment) > 0) {
		preloads |= strncmp(variable, "LD_PRELOAD=", 11) == 0 &&
			    strstr(variable, "libforkseed") != NULL;
		off |= strcmp(variable, "FORKSEED=off") == 0;
	}
	free(variable);
	if (environment)
		fclose(environment);
	return preloads && !off && has_interpreter(suspect->pid) &&
	       now_ms() - suspect->since < LONGEST_START_MS;
}

static struct known *find(int pid, const struct stat *program)
{
	for (size_t i = 0; i < known_count; i++)
		if (known[i].pid == pid && known[i].device == program->st_dev &&
		    known[i].inode == program->st_ino)
			return &known[i];
	return NULL;
}

static void report(struct known *suspect)
{
	char path[64], program[PATH_MAX];
	ssize_t length = readlink(of_process(path, sizeof path, suspect->pid, "exe"),
				  program, sizeof program - 1);
	program[length > 0 ? length : 0] = 0;
	suspect->is = REPORTED;
	add(suspect->pid, program);
}

static void look_at(int pid)
{
	char path[64];
	struct stat program;
	if (stat(of_process(path, sizeof path, pid, "exe"), &program) < 0)
		return;
	struct known *before = find(pid, &program);
	if (before && before->is != SUSPECT)
		return;
	bool records = has_mapped_it(pid);
	if (before && records)
		before->is = RECORDS;
	else if (before && !may_be_starting(before))
		report(before);
	else if (before)
		return;
	else if (known_count < MOST_KNOWN)
		known[known_count++] =
			(struct known){pid, program.st_dev, program.st_ino, now_ms(),
				       records ? RECORDS : SUSPECT};
}

void escapes_look(void)
{
	for_each_descendant(look_at);
}

static bool has_record(int pid)
{
	uint64_t at = (sizeof *recording + RECORDING_UNIT - 1) / RECORDING_UNIT *
		      RECORDING_UNIT;
	while (at < recording->next && at < recording->mark.size) {
		const struct process_record *record =
			(const void *)((const char *)recording + at);
		if (record->head.complete && record->head.kind == RECORD_PROCESS &&
		    record->way == WAY_EXEC && record->pid == pid)
			return true;
		at += record->head.complete ? record->head.size : RECORDING_UNIT;
	}
	return false;
}

void escapes_add_command(const struct outcome *outcome, const char *path)
{
	if (!has_record(outcome->pid))
		add(outcome->pid, path);
}
