/* SPDX-License-Identifier: MIT
 *
 * What a program opened with dlopen(3), for an audit to say which generators there are in
 * it: noted with the opening where it is one that our hooks are not seen by, and at the
 * next fork all objects that are there since the start; then they are made known for
 * places, too (modules.h). The dynamic linker's list is
 * walked as runtimes.c walks it, before a fork and in the parent.
 */
#include "opened.h"
#include "core/lineage.h"
#include "findings_audit.h"
#include "generators/libc.h"

#include <dlfcn.h>
#include <errno.h>
#include <gnu/lib-names.h>
#include <link.h>
#include <string.h>

enum { MOST_PATH = 4096 };

/* A new slot for a path that was opened like this; NULL where it has one, or there are
 * too many. */
static uint64_t *slot_of(const char *path, enum opened_way way)
{
	struct opened *opened = &findings_audit->opened;
	uint64_t key = (findings_digest(path, strlen(path)) + 2 * way) | 1;
	for (unsigned i = 0; i < MOST_OPENED; i++) {
		uint64_t *slot = &opened->known[(key + i) % MOST_OPENED];
		if (*slot == key)
			return NULL;
		if (*slot == 0 && opened->count < MOST_OPENED / 2) {
			*slot = key;
			opened->count++;
			return slot;
		}
		if (*slot == 0)
			return NULL;
	}
	return NULL;
}

static void record(const char *path, enum opened_way way)
{
	size_t length = 0;
	while (length < MOST_PATH && path[length])
		length++;
	struct escape_record *record = audit_reserve(
		RECORD_OPENED, sizeof *record + length + 1, audit_process());
	if (!record)
		return;
	record->number = way;
	memcpy(record->path, path, length);
	recording_commit(findings_audit->recording, record);
}

/* So that a thread, which may read nothing of an object, finds it all the same: no object
 * is closed meanwhile, as for list() in modules.c. */
static void make_known(const struct dl_phdr_info *object)
{
	const ElfW(Phdr) *part = object->dlpi_phdr, *end = part + object->dlpi_phnum;
	while (part < end && part->p_type != PT_LOAD)
		part++;
	if (part < end)
		(void)modules_find(&findings_audit->modules,
				   object->dlpi_addr + part->p_vaddr,
				   (struct reading){.is_alone = true});
}

static int note(struct dl_phdr_info *object, size_t size, void *is_start)
{
	(void)size;
	if (!is_start)
		make_known(object);
	if (*object->dlpi_name && slot_of(object->dlpi_name, OPENED_PLAIN) && !is_start)
		record(object->dlpi_name, OPENED_PLAIN);
	return 0;
}

void opened_start(void)
{
	dl_iterate_phdr(note, findings_audit);
}

static bool is_libc(const char *file)
{
	const char *slash = strrchr(file, '/');
	return strcmp(slash ? slash + 1 : file, LIBC_SO) == 0;
}

void opened_note(const char *file, int mode, bool is_apart)
{
	int saved = errno;
	enum opened_way way = !file                  ? OPENED_PLAIN
			      : is_apart             ? OPENED_APART
			      : is_libc(file)        ? OPENED_LIBC
			      : mode & RTLD_DEEPBIND ? OPENED_DEEP
						     : OPENED_PLAIN;
	findings_audit->opened.due_in = lineage_epoch();
	if (way == OPENED_DEEP || (way != OPENED_PLAIN && slot_of(file, way)))
		record(file, way);
	errno = saved;
}

void opened_before_fork(void)
{
	struct opened *opened = &findings_audit->opened;
	uint64_t opener = opened->due_in;
	if (opener && opener == lineage_epoch() && libc_may_walk() &&
	    atomic_compare_exchange_strong(&opened->due_in, &opener, 0))
		dl_iterate_phdr(note, NULL);
}
