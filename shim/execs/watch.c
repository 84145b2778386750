/* SPDX-License-Identifier: MIT
 *
 * Starting, judging, and recording. The environment is judged first, as that asks nothing
 * of the kernel but whether memory can be read.
 */
#include "watch.h"
#include "connections/system.h"
#include "environment.h"
#include "file.h"
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

/* By the file's name, or through the launcher's door. */
static bool can_record(const struct environment *environment)
{
	char raw[sizeof environment->file + sizeof RECORDING_SUFFIX];
	size_t length = strlen(environment->file);
	memcpy(raw, environment->file, length);
	memcpy(raw + length, RECORDING_SUFFIX, sizeof RECORDING_SUFFIX);
	return !length || file_can_record(raw) || door_is_there(environment->file);
}

static enum escape_cause judge(int directory, const char *path,
			       const struct environment *environment)
{
	if (environment->cause != CAUSE_UNKNOWN)
		return environment->cause;
	if (is_filtered)
		return CAUSE_UNKNOWN;
	enum escape_cause cause =
		file_judge(directory, path, environment->has_token, recording);
	if (cause != CAUSE_UNKNOWN)
		return cause;
	if (*environment->shim && !file_can_read(environment->shim))
		return CAUSE_SHIM;
	return can_record(environment) ? CAUSE_UNKNOWN : CAUSE_OPEN;
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

static struct escape_record *look(const struct program *program,
				  char *const environment[])
{
	char name[FILE_PATH], found[FILE_PATH];
	struct environment read;
	const char *path = name;
	environment_read(&read, environment);
	if (!read.is_readable || !environment_copy(name, sizeof name, program->path))
		return NULL;
	if (program->is_searched && !strchr(name, '/') && !is_filtered) {
		if (!file_search(found, name))
			return NULL;
		path = found;
	}
	enum escape_cause cause = judge(program->directory, path, &read);
	return cause == CAUSE_NONE ? NULL : record(cause, path);
}

struct escape_record *watch_exec(const struct program *program, char *const environment[])
{
	int saved = errno;
	struct escape_record *escape =
		recording && stage == STARTED ? look(program, environment) : NULL;
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
