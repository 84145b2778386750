/* SPDX-License-Identifier: MIT
 *
 * The system calls of this module, raw: no cancellation points, errno untouched, and
 * never caught by hooks (a clock that stands still would make a wait endless). All return
 * the kernel's result, negative errno values included.
 */
#pragma once

#include "core/readable.h"

#include PROCESSOR_FILE

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { NANOSECONDS = 1000000000, MICROSECOND = 1000, MILLISECOND = 1000000 };

/* Sleeps while the word is `value`, at most so long: below a second. */
static inline void system_wait(const void *word, uint32_t value, long nanoseconds)
{
	struct timespec most = {.tv_nsec = nanoseconds};
	raw_syscall(SYS_futex, (long)word, FUTEX_WAIT_PRIVATE, value, (long)&most);
}

static inline void system_wake_all(const void *word)
{
	raw_syscall(SYS_futex, (long)word, FUTEX_WAKE_PRIVATE, INT_MAX, 0);
}

static inline void system_wake_one(const void *word)
{
	raw_syscall(SYS_futex, (long)word, FUTEX_WAKE_PRIVATE, 1, 0);
}

/* Nanoseconds, by a clock that nobody sets. */
static inline int64_t system_now(void)
{
	struct timespec now = {0};
	raw_syscall(SYS_clock_gettime, CLOCK_MONOTONIC, (long)&now, 0, 0);
	return (int64_t)now.tv_sec * NANOSECONDS + now.tv_nsec;
}

static inline int32_t system_gettid(void)
{
	return (int32_t)raw_syscall(SYS_gettid, 0, 0, 0, 0);
}

static inline int32_t system_getpid(void)
{
	return (int32_t)raw_syscall(SYS_getpid, 0, 0, 0, 0);
}

static inline bool system_thread_lives(int32_t tid)
{
	return raw_syscall(SYS_tgkill, system_getpid(), tid, 0, 0) != -ESRCH;
}

static inline void system_yield(void)
{
	raw_syscall(SYS_sched_yield, 0, 0, 0, 0);
}

/* Needs the process registered; a barrier in every running thread of it. */
static inline bool system_membarrier(int command)
{
	return raw_syscall(SYS_membarrier, command, 0, 0, 0) == 0;
}

/* The word that an address lies in. */
static inline bool system_can_read(const volatile void *at)
{
	return readable_word((uintptr_t)at & -(uintptr_t)READABLE_WORD);
}

enum word { WORD_IS_NOT, WORD_IS, WORD_IS_GONE };

/* Compares a word of memory that may be unmapped at any time, for which reading it would
 * be a crash: the kernel does it before it would requeue nobody. By libc's syscall(2), as
 * it takes six arguments. */
static inline enum word system_word(const void *at, uint32_t value)
{
	static uint32_t elsewhere;
	int saved = errno;
	memcheck_hush(1);
	long result = syscall(SYS_futex, at, FUTEX_CMP_REQUEUE_PRIVATE, 0, 0, &elsewhere,
			      value);
	memcheck_hush(-1);
	enum word word = result == 0       ? WORD_IS
			 : errno == EAGAIN ? WORD_IS_NOT
					   : WORD_IS_GONE;
	errno = saved;
	return word;
}

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18 /* Linux 4.14 */
#define MADV_KEEPONFORK 19
#endif

#ifndef SYS_mmap2
#define SYS_mmap2 SYS_mmap /* 64-bit systems have but one */
#endif

/* Zeroed memory of our own, or NULL. Six arguments: by libc's syscall(2). */
static inline void *system_map(size_t size)
{
	int saved = errno;
	long memory = syscall(SYS_mmap2, NULL, size, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	errno = saved;
	return memory == -1 ? NULL : (void *)memory;
}

static inline void system_unmap(void *memory, size_t size)
{
	raw_syscall(SYS_munmap, (long)memory, (long)size, 0, 0);
}

/* Asks that it be wiped in children. As in core/lineage.c: an emulator that accepts any
 * advice wipes nothing. */
static inline bool system_is_wiped(void *memory, size_t size)
{
	return raw_syscall(SYS_madvise, (long)memory, (long)size, -1, 0) != 0 &&
	       raw_syscall(SYS_madvise, (long)memory, (long)size, MADV_WIPEONFORK, 0) ==
		       0;
}

/* Takes that back. */
static inline void system_keep(void *memory, size_t size)
{
	raw_syscall(SYS_madvise, (long)memory, (long)size, MADV_KEEPONFORK, 0);
}
