/* SPDX-License-Identifier: MIT
 *
 * The recorder's forks. The parent writes its child's record beforehand, where the file's
 * pages are mapped already, and the child only claims it, by its pid: that is one page
 * fault for a child that does nothing, and neither its memory nor its parent's is copied
 * for more than one page. The record of a fork that failed is announced again.
 */
#include "core/lineage.h"
#include "findings_audit.h"
#include "own_pid.h"

#include PROCESSOR_FILE

#include <errno.h>
#include <pthread.h>

/* What a record's pid is until it is claimed: another number for each announcement, so
 * that a child which comes late finds that its record has been given to another. */
static int32_t unclaimed(uint64_t number)
{
	return -1 - (int32_t)(number & INT32_MAX);
}

/* The last announcement's of this place in the table, if no child can claim it any more;
 * else a new one. */
static struct process_record *blank(const struct pending *fork, uint32_t self,
				    int32_t announced)
{
	struct process_record *last =
		fork->owner == self && fork->child ? audit_record(fork->child) : NULL;
	int32_t before = fork->announced;
	if (last && atomic_compare_exchange_strong(&last->pid, &before, announced)) {
		last->head.time = audit_clock(CLOCK_MONOTONIC_COARSE);
		return last;
	}
	struct process_record *fresh =
		audit_reserve(RECORD_PROCESS, sizeof *fresh + 1, 0);
	if (fresh)
		atomic_store(&fresh->pid, announced);
	return fresh;
}

/* Only where the child will know its pid without asking. */
static void announce(struct pending *fork, uint32_t self)
{
	const struct process_record *parent = self ? audit_record(self) : NULL;
	int32_t announced = unclaimed(fork->number);
	struct process_record *child =
		parent && fork->tid ? blank(fork, self, announced) : NULL;
	fork->owner = self;
	fork->announced = announced;
	fork->child = child ? audit_reference(child) : 0;
	if (!child)
		return;
	audit_describe(child, WAY_FORK, self, fork->where);
	child->ppid = parent->pid;
}

static bool is_claimed(const struct pending *fork)
{
	const struct process_record *child =
		fork->child ? audit_record(fork->child) : NULL;
	return child && atomic_load(&child->pid) > 0;
}

/* A child that claimed its record has not written down here that it did: its fork still
 * seems to be under way. */
uint32_t audit_nearest(void)
{
	struct audit *audit = findings_audit;
	for (int i = 0; i < FORKING_THREADS; i++) {
		const struct pending *fork = &audit->forks[i];
		if (fork->thread && fork->owner == audit->process && is_claimed(fork))
			return fork->child;
	}
	return audit->process;
}

/* Now it does. */
static void settle(uint32_t self)
{
	struct audit *audit = findings_audit;
	if (self == audit->process)
		return;
	for (int i = 0; i < FORKING_THREADS; i++)
		if (audit->forks[i].thread && audit->forks[i].child == self)
			atomic_store(&audit->forks[i].thread, 0);
	atomic_store(&audit->process, self);
}

static void note_fork(const struct place *place)
{
	struct audit *audit = findings_audit;
	uint32_t self = audit_process();
	struct where where = audit_where(place, self, true);
	settle(self);
	for (int i = 0; i < FORKING_THREADS; i++) {
		uintptr_t nobody = 0;
		struct pending *fork = &audit->forks[i];
		if (atomic_compare_exchange_strong(&fork->thread, &nobody,
						   (uintptr_t)pthread_self())) {
			fork->number = atomic_fetch_add(&audit->fork_count, 1);
			fork->where = where;
			fork->tid = own_pid_noted(audit->pid_place, fork->thread);
			announce(fork, self);
			break;
		}
	}
}

__attribute__((noinline)) static void note_fork_by_stack(void)
{
	struct place place = {0};
	processor_registers(place.values, &place.pc, &place.sp);
	note_fork(&place);
}

/* errno lies on a page that the parent would have to copy. */
void findings_before_fork(void)
{
	int saved = errno;
	opened_before_fork();
	struct place *place = audit_take_place();
	if (place) {
		processor_registers(place->values, &place->pc, &place->sp);
		note_fork(place);
		audit_leave_place();
	} else {
		note_fork_by_stack();
	}
	if (errno != saved)
		errno = saved;
}

void findings_before_clone(void *stack)
{
	findings_before_fork();
	findings_audit->sites.clone_end = (uintptr_t)stack;
}

/* The innermost fork of this thread, or NULL. */
static struct pending *innermost(uintptr_t thread)
{
	struct pending *found = NULL;
	for (int i = 0; i < FORKING_THREADS; i++) {
		struct pending *fork = &findings_audit->forks[i];
		if (fork->thread == thread && (!found || fork->number > found->number))
			found = fork;
	}
	return found;
}

void findings_in_parent(void)
{
	struct pending *fork = innermost((uintptr_t)pthread_self());
	if (fork)
		atomic_store(&fork->thread, 0);
	if (findings_audit->sites.clone_end)
		findings_audit->sites.clone_end = 0;
}

static bool claim(const struct pending *fork, int32_t pid)
{
	struct process_record *record = fork->child ? audit_record(fork->child) : NULL;
	int32_t announced = fork->announced;
	if (!record || !atomic_compare_exchange_strong(&record->pid, &announced, pid))
		return false;
	recording_commit(findings_audit->recording, record);
	atomic_store(&lineage_page->audited, fork->child);
	return true;
}

/* Other threads' forks are not this process's own. */
static void forget_others(uintptr_t thread)
{
	for (int i = 0; i < FORKING_THREADS; i++) {
		struct pending *fork = &findings_audit->forks[i];
		if (fork->thread && fork->thread != thread)
			atomic_store(&fork->thread, 0);
	}
}

void findings_in_child(uintptr_t thread)
{
	struct pending *fork = innermost(thread);
	int32_t pid = own_pid_noted(findings_audit->pid_place, thread);
	pid = fork && fork->tid && pid != fork->tid ? pid : 0;
	sites_in_child(&findings_audit->sites);
	forget_others(thread);
	if (pid && claim(fork, pid))
		return;
	struct where where = fork ? fork->where : (struct where){0};
	if (fork)
		atomic_store(&fork->thread, 0);
	audit_add_process(WAY_FORK, pid, where, "");
}

void findings_after_fork(void)
{
	findings_in_child(processor_thread());
}
