/* SPDX-License-Identifier: MIT */
/*
 * Walking a recording from its first record to its last.
 */
#include "records.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const size_t least_size[] = {
	[RECORD_PROCESS] = sizeof(struct process_record),
	[RECORD_MODULE] = sizeof(struct module_record),
	[RECORD_SITE] = sizeof(struct site_record),
	[RECORD_SEED] = sizeof(struct seed_record),
	[RECORD_FINDING] = sizeof(struct finding_record),
	[RECORD_ESCAPE] = sizeof(struct escape_record),
	[RECORD_RUNNING] = sizeof(struct escape_record),
	[RECORD_SCRIPT] = sizeof(struct script_record),
	[RECORD_STUCK] = sizeof(struct stuck_record),
	[RECORD_UNWATCHED] = sizeof(struct escape_record),
	[RECORD_EXEC] = sizeof(struct escape_record),
	[RECORD_OPENED] = sizeof(struct escape_record),
};

static const struct record *head_at(const struct records *records, uint64_t at)
{
	return (const void *)((const char *)records->recording + at);
}

/* Kind and sizes fit each other. */
static bool is_sound(const struct record *head, uint64_t room)
{
	if (head->size > room || head->size % RECORDING_UNIT != 0 || head->kind < 1 ||
	    head->kind > RECORD_OPENED || head->size < least_size[head->kind])
		return false;
	const struct site_record *site = (const void *)head;
	const struct script_record *script = (const void *)head;
	if (head->kind == RECORD_SCRIPT)
		return script->size <= head->size - sizeof *script;
	return head->kind != RECORD_SITE ||
	       (site->registers <= RECORDING_REGISTERS &&
		site->stack_size <= head->size - sizeof *site);
}

/* A fork failed, or its child was killed before it ran anything. */
static bool is_announced(const struct record *head)
{
	return head->kind == RECORD_PROCESS &&
	       ((const struct process_record *)head)->pid < 0;
}

static void take(struct records *records, uint64_t at)
{
	uint32_t reference = (uint32_t)(at / RECORDING_UNIT);
	const struct record *head = head_at(records, at);
	bool is_start = head->kind == RECORD_PROCESS || head->kind == RECORD_EXEC;
	if (!head->complete && is_announced(head))
		return;
	if (!head->complete) {
		*(is_start ? &records->unstarted : &records->torn) += 1;
		return;
	}
	records->all[records->count++] = reference;
	records->valid[reference] = true;
}

/* A process that was killed before it wrote a record's size leaves a hole of zeros. */
static void walk(struct records *records, uint64_t at)
{
	bool in_hole = false;
	while (at + sizeof(struct record) <= records->end) {
		const struct record *head = head_at(records, at);
		bool sound = is_sound(head, records->end - at);
		if (sound)
			take(records, at);
		else if (!in_hole)
			records->torn++;
		in_hole = !sound;
		at += sound ? head->size : RECORDING_UNIT;
	}
}

static bool read_all(int fd, char *to, size_t from, size_t end)
{
	while (from < end) {
		ssize_t got = pread(fd, to + from, end - from, (off_t)from);
		if (got <= 0)
			return errno = got ? errno : ENODATA, false;
		from += (size_t)got;
	}
	return true;
}

/* What is left running may go on writing to the file: it is read once, as far as it was
 * used. */
static struct recording *copy(int fd, size_t size)
{
	struct recording *all = mmap(NULL, size, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (all == MAP_FAILED || !read_all(fd, (char *)all, 0, sizeof *all))
		return NULL;
	size_t used = all->next < size ? (size_t)all->next : size;
	return read_all(fd, (char *)all, sizeof *all, used) ? all : NULL;
}

static const char *map(struct records *records, int fd)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return strerror(errno);
	if (!S_ISREG(st.st_mode))
		return "not a recording of forkseed's";
	if ((size_t)st.st_size < sizeof(struct recording))
		return "cut off, or not a recording of forkseed's";
	if (st.st_size > RECORDING_SIZE) /* and perhaps without an end, to be read */
		return "longer than a recording of forkseed's";
	records->recording = copy(fd, (size_t)st.st_size);
	if (!records->recording)
		return strerror(errno);
	const struct recording_mark *mark = &records->recording->mark;
	if (strncmp(mark->magic, RECORDING_MAGIC, sizeof mark->magic) != 0)
		return "not a recording of forkseed's";
	if (mark->version != RECORDING_VERSION)
		return "made by another version of forkseed";
	if (mark->size != (uint64_t)st.st_size)
		return "cut off: its size is not the one it was made with";
	return NULL;
}

const char *records_open(struct records *records, const char *path)
{
	*records = (struct records){0};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return strerror(errno);
	const char *error = map(records, fd);
	close(fd);
	if (error)
		return error;
	uint64_t size = records->recording->mark.size, next = records->recording->next;
	size_t units = (size_t)(size / RECORDING_UNIT) + 1;
	records->end = next < size ? next : size;
	records->all = calloc(units, sizeof *records->all);
	records->valid = calloc(units, sizeof *records->valid);
	if (!records->all || !records->valid)
		return "out of memory";
	walk(records, (sizeof(struct recording) + RECORDING_UNIT - 1) / RECORDING_UNIT *
			      RECORDING_UNIT);
	return NULL;
}

const struct record *records_head(const struct records *records, uint32_t reference)
{
	return head_at(records, (uint64_t)reference * RECORDING_UNIT);
}

const void *records_at(const struct records *records, uint32_t reference,
		       enum record_kind kind)
{
	if (reference == 0 ||
	    reference >= records->recording->mark.size / RECORDING_UNIT ||
	    !records->valid[reference])
		return NULL;
	const struct record *head =
		head_at(records, (uint64_t)reference * RECORDING_UNIT);
	return head->kind == (uint32_t)kind ? head : NULL;
}

const char *records_text(const struct record *record, const char *text)
{
	size_t offset = (size_t)(text - (const char *)record);
	bool ends = offset < record->size && memchr(text, 0, record->size - offset);
	return ends ? text : "";
}

const char *records_program(const struct records *records, uint32_t process)
{
	const struct process_record *record =
		records_at(records, process, RECORD_PROCESS);
	if (record && record->way != WAY_EXEC)
		record = records_at(records, record->image, RECORD_PROCESS);
	return record ? records_text(&record->head, record->path) : "";
}
