/* SPDX-License-Identifier: MIT
 *
 * Making, mapping and appending to the recording. Nothing is allocated or printed.
 */
#include "recording.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LARGEST = 64 << 20, SMALLEST = 1 << 20 };

static size_t rounded(size_t size)
{
	return (size + RECORDING_UNIT - 1) & ~(size_t)(RECORDING_UNIT - 1);
}

static struct recording *map(int fd, size_t size)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
}

/* Smaller ones where the disk is nearly full; an errno value. */
static int allocate(int fd, size_t *size)
{
	int error = ENOSPC;
	for (*size = LARGEST; *size >= SMALLEST && error == ENOSPC; *size /= 4)
		if ((error = posix_fallocate(fd, 0, (off_t)*size)) == 0)
			return 0;
		else if (ftruncate(fd, 0) < 0)
			return errno;
	return error;
}

static int fill(int fd)
{
	size_t size;
	int error = allocate(fd, &size);
	struct recording *recording = error ? MAP_FAILED : map(fd, size);
	if (recording == MAP_FAILED)
		return error ? error : errno;
	recording->mark.version = RECORDING_VERSION;
	recording->mark.size = size;
	recording->started = time(NULL);
	recording->next = rounded(sizeof *recording);
	memcpy(recording->mark.magic, RECORDING_MAGIC, sizeof RECORDING_MAGIC);
	return munmap(recording, size) < 0 ? errno : 0;
}

/* PATH.PID: the file appears under its name when it is whole. */
static bool temporary_name(char *name, const char *path)
{
	size_t length = strlen(path);
	if (length + 16 > PATH_MAX)
		return false;
	memcpy(name, path, length);
	name[length++] = '.';
	for (unsigned pid = (unsigned)getpid(); pid; pid /= 10)
		name[length++] = (char)('0' + pid % 10);
	name[length] = 0;
	return true;
}

int recording_create(const char *path)
{
	char temporary[PATH_MAX];
	if (!temporary_name(temporary, path))
		return ENAMETOOLONG;
	int fd =
		open(temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno;
	int error = fill(fd);
	close(fd);
	if (!error && link(temporary, path) < 0)
		error = errno;
	unlink(temporary);
	return error;
}

/* Nobody but root and the user may have made it: who owns a file can cut it off, and
 * kill all that have mapped it. */
static bool is_sound(int fd, size_t *size)
{
	struct statx st; /* fstat(2) is a newer symbol than the shim may have */
	struct recording_mark mark;
	*size = 0;
	if (statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &st) < 0 ||
	    !S_ISREG(st.stx_mode) || (st.stx_uid != 0 && st.stx_uid != geteuid()))
		return false;
	*size = (size_t)st.stx_size;
	return pread(fd, &mark, sizeof mark, 0) == (ssize_t)sizeof mark &&
	       strncmp(mark.magic, RECORDING_MAGIC, sizeof mark.magic) == 0 &&
	       mark.version == RECORDING_VERSION && mark.size == *size &&
	       *size >= SMALLEST;
}

struct recording *recording_map(const char *path)
{
	size_t size;
	int fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return NULL;
	bool sound = is_sound(fd, &size);
	struct recording *recording = sound ? map(fd, size) : MAP_FAILED;
	int error = sound ? errno : EINVAL;
	close(fd);
	errno = error;
	return recording == MAP_FAILED ? NULL : recording;
}

void *recording_reserve(struct recording *recording, enum record_kind kind, size_t size)
{
	size = rounded(size);
	uint64_t at = atomic_fetch_add(&recording->next, size);
	if (at > recording->mark.size || size > recording->mark.size - at) {
		atomic_fetch_add(&recording->lost, 1);
		return NULL;
	}
	struct record *record = (struct record *)((char *)recording + at);
	record->size = (uint32_t)size;
	record->kind = kind;
	return record;
}

uint32_t recording_commit(struct recording *recording, void *record)
{
	struct record *head = record;
	atomic_store_explicit(&head->complete, 1, memory_order_release);
	return (uint32_t)(((char *)record - (char *)recording) / RECORDING_UNIT);
}
