/* SPDX-License-Identifier: MIT
 *
 * The recorder's processes: its start in a program, and their records; forks are in
 * findings_forks.c. What it keeps in mind is in private memory of its own, so that a
 * child inherits it as of the fork; that a record of this process exists is said by the
 * wiped page, so that children made behind our back get one when they first have
 * something to tell.
 */
#include "core/lineage.h"
#include "door.h"
#include "findings_audit.h"
#include "own_pid.h"

#include PROCESSOR_FILE

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>

struct audit *findings_audit;

struct recording *findings_recording(void)
{
	return findings_audit ? findings_audit->recording : NULL;
}

int64_t audit_clock(clockid_t clock)
{
	struct timespec now;
	int (*get)(clockid_t, struct timespec *) =
		(int (*)(clockid_t, struct timespec *))findings_audit->modules.clock;
	if (!get || get(clock, &now) != 0)
		return 0;
	return now.tv_sec * (int64_t)1000000000 + now.tv_nsec;
}

void *audit_reserve(enum record_kind kind, size_t size, uint32_t process)
{
	struct record *head = recording_reserve(findings_audit->recording, kind, size);
	if (head) {
		head->process = process;
		head->time = audit_clock(CLOCK_MONOTONIC_COARSE);
	}
	return head;
}

void *audit_record(uint32_t reference)
{
	return (void *)((char *)findings_audit->recording +
			(size_t)reference * RECORDING_UNIT);
}

/* Who a process is. A fork's child knows it without asking: its parent has a record. */
static void identify(struct process_record *record, int32_t known_pid)
{
	const struct process_record *parent = audit_record(record->parent);
	record->pid =
		known_pid ? known_pid : (int32_t)raw_syscall(SYS_getpid, 0, 0, 0, 0);
	record->ppid =
		known_pid ? parent->pid : (int32_t)raw_syscall(SYS_getppid, 0, 0, 0, 0);
}

void audit_describe(struct process_record *record, enum process_way way, uint32_t parent,
		    struct where fork)
{
	const struct audit *audit = findings_audit;
	record->parent = parent;
	record->image = audit->image;
	record->site = fork.site;
	record->script = fork.script;
	record->way = way;
	record->reproducible = audit->reproducible;
	record->by_hooks = audit->by_hooks;
}

uint32_t audit_add_process(enum process_way way, int32_t known_pid, struct where fork,
			   const char *path)
{
	struct audit *audit = findings_audit;
	size_t length = strlen(path);
	struct process_record *record =
		audit_reserve(RECORD_PROCESS, sizeof *record + length + 1, 0);
	if (!record)
		return 0;
	audit_describe(record, way, audit_nearest(), fork);
	identify(record, known_pid);
	memcpy(record->path, path, length);
	uint32_t reference = recording_commit(audit->recording, record);
	atomic_store(&audit->process, reference);
	atomic_store(&lineage_page->audited, reference);
	return reference;
}

uint32_t audit_process(void)
{
	uint32_t known = atomic_load(&lineage_page->audited);
	return known ? known : audit_add_process(WAY_UNSEEN, 0, (struct where){0}, "");
}

struct place *audit_take_place(void)
{
	uint32_t is_free = 0;
	if (!lineage_rest ||
	    !atomic_compare_exchange_strong(&lineage_page->is_recording, &is_free, 1))
		return NULL;
	_Static_assert(sizeof(struct place) <= sizeof lineage_rest->place, "room");
	struct place *place = (struct place *)lineage_rest->place;
	*place = (struct place){0};
	return place;
}

void audit_leave_place(void)
{
	atomic_store(&lineage_page->is_recording, 0);
}

struct where audit_where(const struct place *place, uint32_t process, bool may_ask)
{
	struct audit *audit = findings_audit;
	const struct process_record *self = process ? audit_record(process) : NULL;
	struct reading how = {
		.is_alone = modules_is_alone(&audit->modules),
		.pid = may_ask && audit->may_ask && self ? self->pid : 0,
	};
	return (struct where){
		sites_record(&audit->sites, &audit->modules, audit->recording, process,
			     place, how, may_ask),
		scripts_record(audit->recording, process, audit->scripts, may_ask)};
}

void findings_set_scripts(script_source *source)
{
	if (findings_wanted() && findings_audit->scripts != source)
		findings_audit->scripts = source;
}

/* By hand, without the launcher, the file may have to be made. */
static struct recording *open_recording(const char *file)
{
	char path[PATH_MAX];
	size_t length = strlen(file);
	if (length + sizeof RECORDING_SUFFIX > sizeof path)
		return NULL;
	memcpy(path, file, length);
	memcpy(path + length, RECORDING_SUFFIX, sizeof RECORDING_SUFFIX);
	struct recording *recording = recording_map(path);
	int error = errno, fd;
	if (!recording && error != ENOMEM && (fd = door_ask(file)) >= 0) {
		recording = recording_map_open(fd);
		error = errno;
	} else if (!recording && error == ENOENT) {
		recording_create(path);
		return recording_map(path);
	}
	if (!recording)
		door_tell(file, error == ENOMEM ? CAUSE_ADDRESS : CAUSE_OPEN);
	return recording;
}

static void add_program(void)
{
	char path[PATH_MAX];
	long length = raw_syscall(SYS_readlinkat, AT_FDCWD, (long)"/proc/self/exe",
				  (long)path, sizeof path - 1);
	path[length > 0 ? length : 0] = 0;
	const char *started_as = (const char *)getauxval(AT_EXECFN);
	audit_add_process(WAY_EXEC, 0, (struct where){0},
			  *path        ? path
			  : started_as ? started_as
				       : "");
	findings_audit->image = findings_audit->process;
}

void findings_start(const char *file, bool reproducible, bool by_hooks)
{
	struct recording *recording = open_recording(file);
	struct audit *audit = recording
				      ? mmap(NULL, sizeof *audit, PROT_READ | PROT_WRITE,
					     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
				      : MAP_FAILED;
	if (recording && audit == MAP_FAILED)
		door_tell(file, CAUSE_ADDRESS);
	if (audit == MAP_FAILED)
		return;
	audit->recording = recording;
	audit->reproducible = reproducible;
	audit->by_hooks = by_hooks;
	audit->pid_place = own_pid_place();
	sites_start(&audit->sites, by_hooks);
	modules_start(&audit->modules);
	findings_audit = audit;
	add_program();
	if (!audit->process)
		findings_audit = NULL;
	else
		opened_start();
}
