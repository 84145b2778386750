/* SPDX-License-Identifier: MIT
 *
 * Making, mapping and appending to the recording. Nothing is allocated or printed.
 */
#include "recording.h"

#include PROCESSOR_FILE

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>

enum { SIZE = RECORDING_SIZE, ZEROS = 4096, LOOKS = 32 /* how many slots for a key */ };

static size_t rounded(size_t size)
{
	return (size + RECORDING_UNIT - 1) & ~(size_t)(RECORDING_UNIT - 1);
}

/* Raw system calls, not for speed: each of libc's functions that the shim imports takes
 * room in every program's memory. A descriptor or a negative errno value. */
static int open_file(const char *path, int flags)
{
	flags |= O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
	return (int)raw_syscall(SYS_openat, AT_FDCWD, (long)path, flags, 0600);
}

static void close_file(int fd)
{
	raw_syscall(SYS_close, fd, 0, 0, 0);
}

static struct recording *map(int fd)
{
	return mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
}

/* Where the file system can't allocate otherwise; as posix_fallocate(3). */
static int write_zeros(int fd)
{
	static const char zeros[ZEROS];
	for (long left = SIZE; left > 0;) {
		long wrote = raw_syscall(SYS_write, fd, (long)zeros,
					 left < ZEROS ? left : ZEROS, 0);
		if (wrote < 0 && wrote != -EINTR)
			return (int)-wrote;
		left -= wrote > 0 ? wrote : 0;
	}
	return 0;
}

/* An errno value. (Elsewhere the call takes its 64-bit numbers in two halves each.) */
static int allocate(int fd)
{
	long result = -EOPNOTSUPP;
	/* As prlimit64(2) has it; newer musls have no struct rlimit64. */
	struct {
		uint64_t soft, hard;
	} limit = {SIZE, SIZE};
	raw_syscall(SYS_prlimit64, 0, RLIMIT_FSIZE, 0, (long)&limit);
	if (limit.soft < SIZE)
		return EFBIG; /* trying would send SIGXFSZ */
	if (sizeof(long) == sizeof(uint64_t))
		result = raw_syscall(SYS_fallocate, fd, 0, 0, SIZE);
	return result == -EOPNOTSUPP || result == -ENOSYS ? write_zeros(fd)
							  : (int)-result;
}

static int fill(int fd)
{
	struct timespec now = {0};
	int error = allocate(fd);
	struct recording *recording = error ? MAP_FAILED : map(fd);
	if (recording == MAP_FAILED)
		return error ? error : errno;
	raw_syscall(SYS_clock_gettime, CLOCK_REALTIME, (long)&now, 0, 0);
	recording->mark.version = RECORDING_VERSION;
	recording->mark.size = SIZE;
	recording->started = now.tv_sec;
	recording->next = RECORDING_FIRST;
	memcpy(recording->mark.magic, RECORDING_MAGIC, sizeof RECORDING_MAGIC);
	raw_syscall(SYS_munmap, (long)recording, SIZE, 0, 0);
	return 0;
}

/* PATH.PID: the file appears under its name when it is whole. */
static bool temporary_name(char *name, const char *path)
{
	size_t length = strlen(path);
	if (length + 16 > PATH_MAX)
		return false;
	memcpy(name, path, length);
	name[length++] = '.';
	for (long pid = raw_syscall(SYS_getpid, 0, 0, 0, 0); pid; pid /= 10)
		name[length++] = (char)('0' + pid % 10);
	name[length] = 0;
	return true;
}

int recording_create(const char *path)
{
	char temporary[PATH_MAX];
	if (!temporary_name(temporary, path))
		return ENAMETOOLONG;
	int fd = open_file(temporary, O_CREAT | O_EXCL);
	if (fd < 0)
		return -fd;
	int error = fill(fd);
	close_file(fd);
	if (!error)
		error = (int)-raw_syscall5(SYS_linkat, AT_FDCWD, (long)temporary,
					   AT_FDCWD, (long)path, 0);
	raw_syscall(SYS_unlinkat, AT_FDCWD, (long)temporary, 0, 0);
	return error;
}

/* Whoever has the file from the launcher shares its position. (As for allocate().) */
static long read_start(int fd, void *to, long size)
{
	if (sizeof(long) == sizeof(uint64_t))
		return raw_syscall(SYS_pread64, fd, (long)to, size, 0);
	return raw_syscall5(SYS_pread64, fd, (long)to, size, 0, 0);
}

/* Nobody but root and the user may have made it: who owns a file can cut it off, and
 * kill all that have mapped it. */
static bool is_sound(int fd)
{
	struct statx st;
	struct recording_mark mark;
	const unsigned user = (unsigned)raw_syscall(SYS_geteuid, 0, 0, 0, 0);
	if (raw_syscall5(SYS_statx, fd, (long)"", AT_EMPTY_PATH, STATX_BASIC_STATS,
			 (long)&st) != 0 ||
	    !S_ISREG(st.stx_mode) || (st.stx_uid != 0 && st.stx_uid != user))
		return false;
	return read_start(fd, &mark, sizeof mark) == sizeof mark &&
	       memcmp(mark.magic, RECORDING_MAGIC, sizeof RECORDING_MAGIC) == 0 &&
	       mark.version == RECORDING_VERSION && mark.size == SIZE &&
	       st.stx_size == SIZE;
}

struct recording *recording_map(const char *path)
{
	int fd = open_file(path, 0);
	if (fd < 0) {
		errno = -fd;
		return NULL;
	}
	return recording_map_open(fd);
}

struct recording *recording_map_open(int fd)
{
	errno = EINVAL;
	struct recording *recording = is_sound(fd) ? map(fd) : MAP_FAILED;
	close_file(fd);
	return recording == MAP_FAILED ? NULL : recording;
}

/* A signal that kills waits where a page comes in: before a place is taken, or it would
 * stay a hole, of which nobody knows what was to be there. Nothing is changed, as by now
 * the place may be another's. An exchange, for of a fetch_or with 0 clang makes a mere
 * read, or nothing. */
static void bring_in(struct recording *recording)
{
	uint64_t at = atomic_load_explicit(&recording->next, memory_order_relaxed);
	if (at > SIZE - sizeof(struct record))
		return;
	struct record *record = (struct record *)((char *)recording + at);
	uint32_t incomplete = 0;
	atomic_compare_exchange_strong_explicit(&record->complete, &incomplete, 0,
						memory_order_relaxed,
						memory_order_relaxed);
}

void *recording_reserve(struct recording *recording, enum record_kind kind, size_t size)
{
	bring_in(recording);
	size = rounded(size);
	uint64_t at = atomic_fetch_add(&recording->next, size);
	if (at > SIZE || size > SIZE - at) {
		atomic_fetch_add(&recording->lost, 1);
		return NULL;
	}
	struct record *record = (struct record *)((char *)recording + at);
	record->size = (uint32_t)size;
	record->kind = kind;
	return record;
}

_Atomic uint32_t *recording_slot(struct recording *recording, uint64_t key)
{
	key = key ? key : 1; /* 0 is a free slot's */
	for (uint64_t i = 0; i < LOOKS; i++) {
		struct recording_slot *slot =
			&recording->sites[(key + i) % RECORDING_SITES];
		/* Read first: to be written, a page of the file costs a child more. */
		uint64_t there = atomic_load(&slot->key);
		if (!there)
			atomic_compare_exchange_strong(&slot->key, &there, key);
		if (!there || there == key)
			return &slot->reference;
	}
	return NULL;
}

uint32_t recording_commit(struct recording *recording, void *record)
{
	struct record *head = record;
	atomic_store_explicit(&head->complete, 1, memory_order_release);
	return (uint32_t)(((char *)record - (char *)recording) / RECORDING_UNIT);
}
