/* SPDX-License-Identifier: MIT
 *
 * Starting, judging, and recording. The environment is judged first, as that asks nothing
 * of the kernel but whether memory can be read.
 */
#include "watch.h"
#include "connections/system.h"
#include "connections/text.h"
#include "elf.h"
#include "environment.h"
#include "next.h"
#include "recorder/door.h"
#include "recorder/findings.h"

#include <string.h>

enum { ASLEEP, STARTING, STARTED };
static _Atomic int stage = ASLEEP;
static struct recording *recording;
static _Atomic bool is_filtered;

/* Whether there is no filter, by the file that says so: a program that was executed under
 * one could open its libraries. */
static bool starts_unfiltered(void)
{
	static const char wanted[] = "\nSeccomp:\t0";
	char text[2048];
	long fd = raw_syscall(SYS_openat, AT_FDCWD, (long)"/proc/self/status",
			      O_RDONLY | O_CLOEXEC, 0);
	long got = fd < 0 ? 0 : raw_syscall(SYS_read, fd, (long)text, sizeof text - 1, 0);
	if (fd >= 0)
		system_close((int)fd);
	text[got > 0 ? got : 0] = 0;
	return strstr(text, wanted) != NULL;
}

static void tell_filter(bool filtered)
{
	is_filtered = filtered;
	forkseed_record(&(struct finding){.kind = FINDINGS_MAY_ASK, .healed = !filtered});
}

static void start(void)
{
	next_find();
	recording = forkseed_record ? forkseed_record(NULL) : NULL;
	if (recording)
		tell_filter(!starts_unfiltered());
}

void watch_start_once(void)
{
	if (likely(atomic_load_explicit(&stage, memory_order_acquire) == STARTED))
		return;
	int asleep = ASLEEP, saved = errno;
	if (!shim_is_starting() &&
	    atomic_compare_exchange_strong(&stage, &asleep, STARTING)) {
		start();
		stage = STARTED;
	} else {
		next_find(); /* a handler or thread, or the shim, in mid-start */
	}
	errno = saved;
}

__attribute__((constructor)) static void construct(void)
{
	watch_start_once();
}

void watch_filter(void)
{
	if (recording && !is_filtered)
		tell_filter(true);
}

/* What is looked at, and with: on the desk, or on the stack. */
struct room {
	char name[FILE_PATH], found[FILE_PATH];
	struct environment environment;
	char raw[sizeof((struct environment *)NULL)->file + sizeof RECORDING_SUFFIX];
	struct file_room file;
};

/* By the file's name, or through the launcher's door. */
static bool can_record(struct room *room)
{
	const char *file = room->environment.file;
	size_t length = strlen(file);
	memcpy(room->raw, file, length);
	memcpy(room->raw + length, RECORDING_SUFFIX, sizeof RECORDING_SUFFIX);
	return !length || file_can_record(&room->file, room->raw) || door_is_there(file);
}

static enum escape_cause judge(struct room *room, const struct program *program,
			       const char *path)
{
	const struct environment *environment = &room->environment;
	if (environment->cause != CAUSE_UNKNOWN)
		return environment->cause;
	if (is_filtered)
		return CAUSE_UNKNOWN;
	const struct judged how = {
		-1, elf_loader(path, program->words, environment->is_traced),
		environment->is_traced, environment->has_token, recording};
	enum escape_cause cause = file_judge(&room->file, program->directory, path, how);
	if (cause != CAUSE_UNKNOWN)
		return cause;
	if (*environment->shim && !file_can_read(environment->shim))
		return CAUSE_SHIM;
	return can_record(room) ? CAUSE_UNKNOWN : CAUSE_OPEN;
}

/* A program without a path is what a descriptor has open: by its link in /proc, else it
 * stays without a name. */
static const char *name_of(struct room *room, const struct program *program,
			   const char *path)
{
	char link[sizeof "/proc/self/fd/" + 10];
	if (*path || program->directory < 0 || is_filtered)
		return path;
	text_put_number(text_put(link, "/proc/self/fd/"), (unsigned)program->directory);
	long length =
		system_readlink(AT_FDCWD, link, room->found, sizeof room->found - 1);
	room->found[length > 0 ? length : 0] = 0;
	return room->found;
}

/* Of a program that will have the shim its own record tells more than its path. */
static struct escape_record *record(enum escape_cause cause, const char *path)
{
	bool is_lost = cause != CAUSE_UNKNOWN;
	size_t length = is_lost ? strlen(path) : 0;
	struct escape_record *escape =
		recording_reserve(recording, is_lost ? RECORD_ESCAPE : RECORD_EXEC,
				  sizeof *escape + length + 1);
	if (!escape)
		return NULL;
	escape->pid = is_filtered ? 0 : system_getpid();
	escape->number = cause;
	memcpy(escape->path, path, length);
	recording_commit(recording, escape);
	return escape;
}

static struct escape_record *look(struct room *room, const struct program *program,
				  char *const environment[])
{
	const char *path = room->name;
	environment_read(&room->environment, environment);
	if (!room->environment.is_readable ||
	    !environment_copy(room->name, sizeof room->name, program->path))
		return NULL;
	if (program->is_searched && !strchr(room->name, '/') && !is_filtered) {
		if (!file_search(&room->file, room->found, room->name))
			return NULL;
		path = room->found;
	}
	enum escape_cause cause = judge(room, program, path);
	if (cause == CAUSE_NONE)
		return NULL;
	return record(cause, name_of(room, program, path));
}

__attribute__((noinline)) static struct escape_record *
look_by_stack(const struct program *program, char *const environment[])
{
	struct room room;
	return look(&room, program, environment);
}

/* Inherited, too, by the child of a thread that is not looking: there the stack must do.
 */
static struct room desk;
static _Atomic bool desk_taken;

static struct escape_record *look_anywhere(const struct program *program,
					   char *const environment[])
{
	if (atomic_exchange(&desk_taken, true))
		return look_by_stack(program, environment);
	struct escape_record *escape = look(&desk, program, environment);
	atomic_store(&desk_taken, false);
	return escape;
}

struct escape_record *watch_exec(const struct program *program, char *const environment[])
{
	int saved = errno;
	struct escape_record *escape = recording && stage == STARTED
					       ? look_anywhere(program, environment)
					       : NULL;
	errno = saved;
	return escape;
}

void watch_failed(struct escape_record *escape)
{
	if (escape)
		escape->number = CAUSE_NONE;
}

void watch_spawned(struct escape_record *escape, int pid)
{
	if (escape)
		escape->pid = pid;
}
