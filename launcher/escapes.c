/* SPDX-License-Identifier: MIT */
/*
 * Which processes of an audited tree run without the shim? The command itself left a
 * record or it did not. Of the others the kernel tells nobody when they execute a static
 * or set-user-ID program: they are looked at now and then, and one that twice in a row
 * has not mapped the recording runs without it. Shorter lives go unseen.
 * What runs with more rights than ours can't be looked into: then its ids tell.
 */
#include "../shim/recorder/recording.h"
#include "launcher.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
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
static struct known known[MOST_KNOWN];
static size_t known_count;

/* The launcher's own file is static, and no escape. */
void escapes_start(struct recording *into)
{
	struct stat self;
	recording = into;
	if (stat("/proc/self/exe", &self) < 0)
		return;
	recording->launcher_device = self.st_dev;
	recording->launcher_inode = self.st_ino;
}

void escapes_add(int pid, unsigned cause, const char *path)
{
	struct escape_record *record = recording_reserve(
		recording, RECORD_ESCAPE, sizeof *record + strlen(path) + 1);
	if (!record)
		return;
	record->pid = pid;
	record->number = cause;
	strcpy(record->path, path);
	recording_commit(recording, record);
}

static const char *of_process(char *path, size_t size, int pid, const char *name)
{
	snprintf(path, size, "/proc/%d/%s", pid, name);
	return path;
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

/* In the loader's secure mode no shim is preloaded. */
static bool is_secure(int pid)
{
	char path[64];
	ElfW(auxv_t) entry = {0};
	FILE *vector = fopen(of_process(path, sizeof path, pid, "auxv"), "re");
	while (vector && fread(&entry, sizeof entry, 1, vector) == 1)
		if (entry.a_type == AT_SECURE)
			break;
	if (vector)
		fclose(vector);
	return entry.a_type == AT_SECURE && entry.a_un.a_val;
}

/* By its file, or since whoever executed it had other ids effectively than really. */
static enum escape_cause cause_of_secure(int pid)
{
	char path[64];
	struct stat st;
	of_process(path, sizeof path, pid, "exe");
	bool gains = stat(path, &st) < 0 || (st.st_mode & (S_ISUID | S_ISGID)) ||
		     getxattr(path, "security.capability", NULL, 0) > 0;
	return gains ? CAUSE_RIGHTS : CAUSE_IDS;
}

/* Why a process has no shim, or CAUSE_UNKNOWN. */
static enum escape_cause cause_of(int pid)
{
	char path[64], *variable = NULL;
	size_t size = 0;
	bool preloads = false, off = false;
	FILE *environment = fopen(of_process(path, sizeof path, pid, "environ"), "re");
	if (!environment)
		return CAUSE_UNKNOWN;
	while (getdelim(&variable, &size, 0, environment) > 0) {
		preloads |= strncmp(variable, "LD_PRELOAD=", 11) == 0 &&
			    strstr(variable, "libforkseed") != NULL;
		off |= strcmp(variable, "FORKSEED=off") == 0;
	}
	free(variable);
	fclose(environment);
	return !preloads               ? CAUSE_PRELOAD
	       : off                   ? CAUSE_OFF
	       : is_secure(pid)        ? cause_of_secure(pid)
	       : !has_interpreter(pid) ? CAUSE_STATIC
				       : CAUSE_UNKNOWN;
}

/* On a busy machine the loader may take its time: is it going to load the shim? */
static bool may_be_starting(const struct known *suspect)
{
	return cause_of(suspect->pid) == CAUSE_UNKNOWN &&
	       now_ms() - suspect->since < LONGEST_START_MS;
}

/* The ids in /proc/PROCESS/status: two lines, or none. */
static void read_ids(const char *process, char ids[256])
{
	char path[64], *line = NULL;
	size_t size = 0;
	*ids = 0;
	snprintf(path, sizeof path, "/proc/%s/status", process);
	FILE *status = fopen(path, "re");
	while (status && getline(&line, &size, status) > 0)
		if ((strncmp(line, "Uid:", 4) == 0 || strncmp(line, "Gid:", 4) == 0) &&
		    strlen(line) < 120)
			strcat(ids, line);
	free(line);
	if (status)
		fclose(status);
}

/* It has rights that we don't have and can't give: a set-id program is behind it. */
static bool has_gained_rights(int pid)
{
	char process[16], own[256], its[256];
	snprintf(process, sizeof process, "%d", pid);
	read_ids("self", own);
	read_ids(process, its);
	return *own && *its && strcmp(own, its) != 0;
}

static struct known *find(int pid, const struct stat *program)
{
	for (size_t i = 0; i < known_count; i++)
		if (known[i].pid == pid && known[i].device == program->st_dev &&
		    known[i].inode == program->st_ino)
			return &known[i];
	return NULL;
}

/* What is not ours to look into has at least a short name. */
static void name_program(int pid, char name[PATH_MAX])
{
	char path[64];
	ssize_t length =
		readlink(of_process(path, sizeof path, pid, "exe"), name, PATH_MAX - 1);
	name[length > 0 ? length : 0] = 0;
	FILE *file = length > 0 ? NULL
				: fopen(of_process(path, sizeof path, pid, "comm"), "re");
	if (file && fgets(name, PATH_MAX, file))
		name[strcspn(name, "\n")] = 0;
	if (file)
		fclose(file);
}

static void report(struct known *suspect)
{
	char program[PATH_MAX];
	name_program(suspect->pid, program);
	suspect->is = REPORTED;
	escapes_add(suspect->pid, cause_of(suspect->pid), program);
}

static void look_at(int pid)
{
	char path[64];
	struct stat program = {0};
	bool is_closed = stat(of_process(path, sizeof path, pid, "exe"), &program) < 0;
	if (is_closed && !(errno == EACCES && has_gained_rights(pid)))
		return;
	struct known *before = find(pid, &program);
	if (before && before->is != SUSPECT)
		return;
	bool records = !is_closed && has_mapped(pid, recording);
	if (before && records)
		before->is = RECORDS;
	else if (before && !may_be_starting(before))
		report(before);
	else if (!before && known_count < MOST_KNOWN)
		known[known_count++] =
			(struct known){pid, program.st_dev, program.st_ino, now_ms(),
				       records ? RECORDS : SUSPECT};
}

void escapes_look(void)
{
	for_each_audited(look_at);
}

/* How far the next record lies, at least; the command may write sizes of its own. */
static uint64_t step(const struct record *head)
{
	uint32_t size = *(const volatile uint32_t *)&head->size;
	return head->complete && size >= RECORDING_UNIT ? size : RECORDING_UNIT;
}

static bool has_record(int pid)
{
	uint64_t at = (sizeof *recording + RECORDING_UNIT - 1) / RECORDING_UNIT *
		      RECORDING_UNIT;
	const struct process_record *record;
	while (at < recording->next && at + sizeof *record <= RECORDING_SIZE) {
		record = (const void *)((const char *)recording + at);
		const struct escape_record *escape = (const void *)record;
		if (record->head.complete && record->head.kind == RECORD_PROCESS &&
		    record->way == WAY_EXEC && record->pid == pid)
			return true;
		if (record->head.complete && escape->pid == pid &&
		    (record->head.kind == RECORD_ESCAPE ||
		     record->head.kind == RECORD_UNWATCHED)) /* an audit of its own */
			return true;
		at += step(&record->head);
	}
	return false;
}

void escapes_add_command(const struct outcome *outcome, const char *path)
{
	const char *off = getenv("FORKSEED");
	bool is_off = off && strcmp(off, "off") == 0;
	if (!has_record(outcome->pid))
		escapes_add(outcome->pid, is_off ? CAUSE_OFF : CAUSE_UNKNOWN, path);
}
