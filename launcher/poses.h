/* SPDX-License-Identifier: MIT */
/*
 * A pose: all of a process's threads asleep in one futex call each, without a time limit,
 * or its only thread running without ever sleeping.
 */
#ifndef FORKSEED_POSES_H
#define FORKSEED_POSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { POSE_THREADS = 256 }; /* more are not looked at, as in audit/stuck/ */

struct pose {
	unsigned threads;
	int tids[POSE_THREADS], own[POSE_THREADS]; /* own: as the process knows them */
	uint64_t calls;                            /* of all threads, hashed */
	unsigned long sleeps;
	bool is_running;
};

/* False when it is in none. */
bool pose_read(int pid, struct pose *pose);

/* The same calls of the same threads; without one of them having run meanwhile. */
bool pose_is_alike(const struct pose *one, const struct pose *other);
bool pose_is_same(const struct pose *one, const struct pose *other);

/* Whether a thread of the process has that number, as the process knows it. */
bool pose_has(const struct pose *pose, int own);

/* The text of a thread's "syscall"; false when it can't be had. */
bool pose_call(int pid, int tid, char *text, size_t size);

#endif
