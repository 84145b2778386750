/* SPDX-License-Identifier: MIT */
/*
 * forkseed-audit --stuck=PID: looks at one process that has not moved for a while, and
 * says what it waits for, who holds that, and where it came from. The launcher runs it
 * for a process that it has watched; --doctor --pid for any.
 */
#include "stuck.h"
#include "../summary.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { IS_STUCK, IS_NOT, CANNOT_TELL = 125, LOOKS = 24, LOOKS_A_SECOND = 40 };

/* All that is known of it. */
struct look {
	struct wait wait;
	struct lock lock;
	struct origin origin;
	struct stack stack;
	struct outside_script script;
	Dwfl *objects;
	const char *why; /* it will wait for ever; NULL: it may not */
};

static const char *program_of(int pid)
{
	static char path[PATH_MAX];
	char link[64];
	snprintf(link, sizeof link, "/proc/%d/exe", pid);
	ssize_t length = readlink(link, path, sizeof path - 1);
	path[length < 0 ? 0 : length] = 0;
	return path;
}

/* Where the parent is gone, whoever adopted the child can't be compared with it; the
 * recording knows: an exec has a record of its own. */
static void complete_origin(struct origin *origin, const struct records *records, int pid)
{
	const struct process_record *last = NULL;
	if (!records)
		return;
	FOR_EACH_RECORD(records, RECORD_PROCESS, struct process_record, process, id)
	if (process->pid == pid)
		last = process;
	if (last && (origin->was_forked == UNKNOWN || last->ppid != origin->parent))
		origin->was_forked = last->way != WAY_EXEC;
}

static void look_at(struct look *look, const struct records *records)
{
	int pid = look->wait.pid;
	look->objects = objects_open(pid);
	look->origin = origin_of(pid);
	complete_origin(&look->origin, records, pid);
	if (look->wait.threads.count > 1)
		several_wait(&look->wait, pid, look->objects);
	look->lock = lock_of(&look->wait, look->objects);
	look->stack = stack_of(look->wait.pid, look->wait.tid, look->objects);
	look->why = judge(&look->wait, &look->lock, &look->origin, &look->stack);
}

/* One that runs may be passing through a lock that it takes often: then it is elsewhere
 * in one of many looks. */
static bool stays_there(struct look *look)
{
	const struct timespec pause = {0, 1000000000 / LOOKS_A_SECOND};
	for (int i = 0; look->wait.how == SPINS && i < LOOKS; i++) {
		nanosleep(&pause, NULL);
		if (!wait_read(&look->wait, look->wait.pid) || look->wait.how != SPINS)
			return false;
		look->stack = stack_of(look->wait.pid, look->wait.tid, look->objects);
		if (!judge(&look->wait, &look->lock, &look->origin, &look->stack))
			return false;
	}
	return true;
}

/* One that was woken or has ended meanwhile did not wait for ever, or not any more. */
static bool is_still_there(const struct look *look)
{
	struct wait now;
	return wait_read_thread(&now, look->wait.pid, look->wait.tid) &&
	       now.how == look->wait.how && now.address == look->wait.address &&
	       now.word == look->wait.word;
}

/* Who of its threads. */
static const char *subject(const struct wait *wait)
{
	static char text[96];
	if (!wait->others)
		return "it";
	snprintf(text, sizeof text, "all of its %d threads wait; thread %d",
		 wait->others + 1, wait->tid);
	return text;
}

static char *what_it_waits_for(const struct look *look)
{
	char *text = NULL;
	if (!look->lock.name)
		return strdup(look->why);
	return asprintf(&text, "%s waits for %s%s: %s", subject(&look->wait),
			look->lock.name, look->lock.shape ? look->lock.shape : "",
			look->why) < 0
		       ? NULL
		       : text;
}

static void write_stack(FILE *to, const struct stack *stack)
{
	if (stack->why_not)
		fprintf(to, "    (no stack: %s)\n", stack->why_not);
	for (int i = 0; i < stack->count; i++) {
		fprintf(to, "    #%d ", i);
		summary_frame(to, &stack->frames[i]);
		putc('\n', to);
	}
}

static void write_origin(FILE *to, const struct records *records, int pid)
{
	const struct process_record *fork = NULL;
	FOR_EACH_RECORD(records, RECORD_PROCESS, struct process_record, process, id)
	if (process->pid == pid)
		fork = process;
	if (fork && fork->way != WAY_EXEC)
		summary_place(to, "forked in", trace_of(records, fork->site),
			      script_of(records, fork->script));
}

/* FILE, FUNCTION, LINE of each frame. */
static void write_script(FILE *to, const struct outside_script *told, const char *before)
{
	const struct script *script = script_from(told->text, told->size, 0, false);
	for (int i = 0; i < script->count; i++) {
		fputs(before, to);
		summary_script_frame(to, &script->frames[i]);
		putc('\n', to);
	}
}

static void tell(FILE *to, const struct look *look, int seconds, const char *what,
		 const struct records *records)
{
	fprintf(to,
		"\nforkseed: process %d is stuck: it has waited for %d seconds, and "
		"nobody "
		"can wake it\n",
		look->wait.pid, seconds);
	fprintf(to, "    in %s\n    %s\n", summary_printable(program_of(look->wait.pid)),
		summary_printable(what));
	if (records)
		write_origin(to, records, look->wait.pid);
	write_script(to, &look->script, "    script: ");
	write_stack(to, &look->stack);
	fflush(to);
}

/* The recording as it is now, or NULL. */
static const struct records *recording_of(const char *file, struct records *records)
{
	char *path;
	if (!file || asprintf(&path, "%s" RECORDING_SUFFIX, file) < 0)
		return NULL;
	const char *error = records_open(records, path);
	free(path);
	return error ? NULL : records;
}

/* For the doctor: facts, one a line, on stdout. */
static void tell_facts(const struct look *look, const char *what)
{
	printf("stuck: yes: %s\n", summary_printable(what));
	write_script(stdout, &look->script, "stuck: script: ");
	for (int i = 0; i < look->stack.count; i++) {
		fputs("stuck: in ", stdout);
		summary_frame(stdout, &look->stack.frames[i]);
		putchar('\n');
	}
	if (look->stack.why_not)
		printf("stuck: no stack: %s\n", look->stack.why_not);
}

static int report(struct look *look, int seconds, const char *file,
		  const struct records *records)
{
	char *what = what_it_waits_for(look);
	if (!what)
		return CANNOT_TELL;
	look->script = stuck_script(&look->wait, &look->stack, look->objects);
	if (!file) {
		tell_facts(look, what);
		return IS_STUCK;
	}
	tell(stderr, look, seconds, what, records);
	stuck_keep(file, &(struct found){look->wait.pid, program_of(look->wait.pid), what,
					 &look->stack, &look->script});
	return IS_STUCK;
}

int stuck_look(int pid, int seconds, const char *file)
{
	struct look look = {0};
	struct records room;
	const struct records *records = recording_of(file, &room);
	if (!wait_read(&look.wait, pid))
		return errno == ENOENT || errno == ESRCH ? IS_NOT : CANNOT_TELL;
	if (look.wait.how == WAITS_NOT && look.wait.threads.count == 1)
		return IS_NOT;
	look_at(&look, records);
	if (!look.why || !stays_there(&look) || !is_still_there(&look))
		return IS_NOT;
	return report(&look, seconds, file, records);
}
