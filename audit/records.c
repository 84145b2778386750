/* SPDX-License-Identifier: MIT */
/*
 * Walking a recording from its first record to its last, and keeping what is needed of
 * each.
 */
#include "records.h"
#include "window.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is looked at of a record before its size is believed. */
enum { MOST_HEAD = 512 };
_Static_assert(sizeof(struct site_record) <= MOST_HEAD, "of all of them");

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

/* Of a record that has no text, or one that ends with 0, what lies behind is left out: of
 * a process it is half of it. */
static uint32_t kept_size(const struct record *head)
{
	const char *bytes = (const void *)head;
	uint32_t size = head->size;
	if (head->kind != RECORD_PROCESS && head->kind != RECORD_SEED &&
	    head->kind != RECORD_FINDING)
		return size;
	while (size > least_size[head->kind] && bytes[size - 1] == 0)
		size--;
	size = (size + (bytes[size - 1] != 0) + 7) & ~7U;
	return size < head->size ? size : head->size;
}

static void keep(struct copies *kept, const struct record *head)
{
	struct record *copy = (void *)(kept->bytes + kept->used);
	uint32_t size = kept_size(head);
	memcpy(copy, head, size);
	copy->size = size;
	kept->used += size;
}

/* Where it is among those that are kept; -1: it is none of them. */
static int64_t index_of(const struct records *records, uint32_t reference)
{
	if (reference >= records->end / RECORDING_UNIT)
		return -1;
	const struct units *units = &records->units[reference / 64];
	uint64_t bit = 1ULL << reference % 64;
	if (!(units->present & bit))
		return -1;
	return units->before + __builtin_popcountll(units->present & (bit - 1));
}

static void keep_known(struct records *records, const struct record *head,
		       uint32_t reference)
{
	struct units *units = &records->units[reference / 64];
	if (!units->present)
		units->before = (uint32_t)records->count;
	units->present |= 1ULL << reference % 64;
	records->where[records->count] = (uint32_t)(records->others.used / 8);
	records->all[records->count++] = reference;
	keep(&records->others, head);
}

static void take(struct records *records, const struct record *head, uint64_t at)
{
	bool is_start = head->kind == RECORD_PROCESS || head->kind == RECORD_EXEC;
	if (!head->complete && is_announced(head))
		return;
	if (!head->complete) {
		*(is_start ? &records->unstarted : &records->torn) += 1;
	} else if (head->kind == RECORD_FINDING) {
		records_sign(records, head->process, head->time);
		keep(&records->findings, head);
		records->finding_count++;
	} else {
		keep_known(records, head, (uint32_t)(at / RECORDING_UNIT));
	}
}

/* A process that was killed before it wrote a record's size leaves a hole of zeros. (So
 * does the first record that has no room: it is lost, and is counted as such.) */
static const char *walk(struct records *records, struct window *window, uint64_t at)
{
	bool in_hole = false;
	while (at + sizeof(struct record) <= records->end) {
		const struct record *head = window_at(window, at, MOST_HEAD);
		bool sound = head && is_sound(head, records->end - at);
		if (!head || (sound && !window_at(window, at, head->size)))
			return strerror(errno);
		if (sound) {
			records->torn += in_hole;
			take(records, head, at);
		}
		in_hole = !sound;
		at += sound ? head->size : RECORDING_UNIT;
	}
	records->torn += in_hole && !records->recording->lost;
	return NULL;
}

static const char *check_head(const struct recording *recording, uint64_t size)
{
	const struct recording_mark *mark = &recording->mark;
	if (strncmp(mark->magic, RECORDING_MAGIC, sizeof mark->magic) != 0)
		return "not a recording of forkseed's";
	if (mark->version != RECORDING_VERSION)
		return "made by another version of forkseed";
	if (mark->size != size)
		return "cut off: its size is not the one it was made with";
	return NULL;
}

/* Addresses alone, and memory as it is used. */
static void *room(uint64_t size)
{
	void *bytes = mmap(NULL, size + 1, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return bytes == MAP_FAILED ? NULL : bytes;
}

static bool make_room(struct records *records)
{
	size_t units = (size_t)(records->end / RECORDING_UNIT) + 64;
	records->others.bytes = room(records->end);
	records->findings.bytes = room(records->end);
	records->all = room(units * sizeof *records->all);
	records->where = room(units * sizeof *records->where);
	records->signs = room(units * sizeof *records->signs);
	records->units =
		room(units / 64 * sizeof *records->units + sizeof *records->units);
	return records->others.bytes && records->findings.bytes && records->all &&
	       records->where && records->signs && records->units;
}

static const char *read_all(struct records *records, int fd, uint64_t size)
{
	struct window window;
	const struct recording *head;
	records->recording = malloc(sizeof *head);
	if (!records->recording || !window_open(&window, fd, size))
		return "out of memory";
	head = window_at(&window, 0, sizeof *head);
	if (!head)
		return strerror(errno);
	memcpy(records->recording, head, sizeof *head);
	const char *error = check_head(head, size);
	if (error)
		return error;
	records->end = head->next < size ? head->next : size;
	if (!make_room(records))
		return "out of memory";
	error = walk(records, &window, RECORDING_FIRST);
	window_close(&window);
	return error;
}

static const char *read_file(struct records *records, int fd)
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
	return read_all(records, fd, (uint64_t)st.st_size);
}

const char *records_open(struct records *records, const char *path)
{
	*records = (struct records){0};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return strerror(errno);
	const char *error = read_file(records, fd);
	close(fd);
	return error;
}

const struct record *records_head(const struct records *records, uint32_t reference)
{
	int64_t index = index_of(records, reference);
	return (const void *)(records->others.bytes + 8ULL * records->where[index]);
}

const void *records_at(const struct records *records, uint32_t reference,
		       enum record_kind kind)
{
	if (reference == 0 || index_of(records, reference) < 0)
		return NULL;
	const struct record *head = records_head(records, reference);
	return head->kind == (uint32_t)kind ? head : NULL;
}

const struct finding_record *records_next_finding(const struct records *records,
						  const struct finding_record *before)
{
	enum { PIECE = 64 << 10 };
	const struct copies *kept = &records->findings;
	uint64_t at = 0;
	if (before)
		at = (uint64_t)((const char *)before - kept->bytes) + before->head.size;
	if (before && at / PIECE != (at - before->head.size) / PIECE)
		madvise(kept->bytes, at / PIECE * PIECE, MADV_DONTNEED);
	return at < kept->used ? (const void *)(kept->bytes + at) : NULL;
}

void records_sign(struct records *records, uint32_t process, int64_t time)
{
	int64_t index = index_of(records, process);
	if (index >= 0 && records->signs[index] < time)
		records->signs[index] = time;
}

int64_t records_last_sign(const struct records *records, uint32_t process)
{
	int64_t index = index_of(records, process);
	return index < 0 ? 0 : records->signs[index];
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
