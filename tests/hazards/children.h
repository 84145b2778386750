/* SPDX-License-Identifier: MIT */
/*
 * Making many children and learning what became of them: reports in shared memory (stdio
 * could itself hang in a child), a count of repeated reports, and a parent that watches
 * all children at once, so that a hung one is counted and killed instead of stopping the
 * test. Not here: what the children draw (generators.h) and how they are made (ways.h).
 */
#ifndef CHILDREN_H
#define CHILDREN_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Comparing one draw would call two different streams equal too often. */
enum { DRAWS = 4 };

struct report {
	uint64_t value[DRAWS];
	uint64_t done;
};

/* The reports of one experiment; children claim theirs, so grandchildren can report too.
 */
struct crowd {
	atomic_size_t claimed;
	size_t size;
	struct report report[];
};

struct outcome {
	size_t reported, duplicates, hung, crashed;
};

static inline void require(bool condition, const char *what)
{
	if (condition)
		return;
	fprintf(stderr, "cannot go on: %s: %s\n", what, strerror(errno));
	exit(2);
}

/* Shared with all descendants; freed by munmap or at exit. */
static inline void *shared_memory(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	require(memory != MAP_FAILED, "shared memory");
	return memory;
}

static inline size_t crowd_bytes(size_t size)
{
	return sizeof(struct crowd) + size * sizeof(struct report);
}

static inline struct crowd *crowd_new(size_t size)
{
	struct crowd *crowd = shared_memory(crowd_bytes(size));

	crowd->size = size;
	return crowd;
}

static inline void crowd_free(struct crowd *crowd)
{
	munmap(crowd, crowd_bytes(crowd->size));
}

/* Async-signal-safe; a crowd that is too small is a mistake in the test, not a finding.
 */
static inline struct report *claim(struct crowd *crowd)
{
	size_t i = atomic_fetch_add(&crowd->claimed, 1);

	if (i >= crowd->size)
		_exit(99);
	return &crowd->report[i];
}

static inline int compare_reports(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct report));
}

/* How many finished reports are equal to an earlier one. */
static inline size_t count_duplicates(const struct report *reports, size_t size)
{
	struct report *sorted = malloc(size * sizeof(*sorted) + 1);
	size_t used = 0, duplicates = 0;

	require(sorted != NULL, "memory");
	for (size_t i = 0; i < size; i++)
		if (reports[i].done)
			sorted[used++] = reports[i];
	qsort(sorted, used, sizeof(*sorted), compare_reports);
	for (size_t i = 1; i < used; i++)
		duplicates += compare_reports(&sorted[i - 1], &sorted[i]) == 0;
	free(sorted);
	return duplicates;
}

static inline size_t count_reported(const struct report *reports, size_t size)
{
	size_t done = 0;

	for (size_t i = 0; i < size; i++)
		done += reports[i].done != 0;
	return done;
}

static inline double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static inline void pause_ms(long milliseconds)
{
	struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};

	nanosleep(&time, NULL);
}

/* Orphaned grandchildren become ours, so that nobody outlives the test unseen. qemu-user
   does not know the request; there adopt.c makes it beforehand. */
static inline void adopt_orphans(void)
{
	require(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0 || errno == EINVAL,
		"PR_SET_CHILD_SUBREAPER");
}

/* Kills our present children. Their pids come from the kernel: one that a child reported
   itself would be wrong in a pid namespace. */
static inline size_t kill_children(void)
{
	char path[64];
	size_t killed = 0;
	int pid;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	FILE *list = fopen(path, "re");
	require(list != NULL, path);
	while (fscanf(list, "%d", &pid) == 1)
		killed += kill(pid, SIGKILL) == 0;
	fclose(list);
	return killed;
}

/* Takes one child that ended; false when there is none now. */
static inline bool reap_one(struct outcome *outcome, bool *none_left)
{
	int status;
	pid_t pid = waitpid(-1, &status, WNOHANG);

	*none_left = pid < 0 && errno == ECHILD;
	if (pid <= 0)
		return false;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
		outcome->hung++;
	else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		outcome->crashed++;
	return true;
}

/* Reaps until no child is left; when none has ended for `patience` seconds, the rest
 * hang. */
static inline void watch(struct outcome *outcome, double patience)
{
	double last = now();
	bool none_left = false;

	while (!none_left) {
		if (reap_one(outcome, &none_left)) {
			last = now();
			continue;
		}
		if (now() - last > patience)
			kill_children();
		pause_ms(1);
	}
}

/* What has ended already, without waiting: keeps the number of zombies small. */
static inline void reap_ended(struct outcome *outcome)
{
	bool none_left;

	while (reap_one(outcome, &none_left))
		;
}

/* The usual end of an experiment: wait for all, then count. */
static inline struct outcome conclude(const struct crowd *crowd, double patience)
{
	struct outcome outcome = {0};

	watch(&outcome, patience);
	outcome.reported = count_reported(crowd->report, crowd->size);
	outcome.duplicates = count_duplicates(crowd->report, crowd->size);
	return outcome;
}

static inline void print_outcome(const char *label, struct outcome outcome)
{
	printf("%s reported=%zu duplicates=%zu hung=%zu crashed=%zu\n", label,
	       outcome.reported, outcome.duplicates, outcome.hung, outcome.crashed);
	fflush(stdout);
}

#endif
