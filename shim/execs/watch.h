/* SPDX-License-Identifier: MIT
 *
 * What is noticed when a process is about to execute a program: whether the shim will be
 * loaded into it, and record. What says no is put on record; nothing else is changed.
 *
 * Safe in signal handlers, threads and vfork(2) children, of whose parent's memory only
 * the recording and a place to work in are written; nothing is allocated, errno is kept.
 * In a process with a system call filter the environment is looked at, but not the
 * program.
 */
#pragma once

#include "recorder/recording.h"

/* What is to be executed: a path; with `directory`, of openat(2)'s kind; or, searched in
 * PATH, a name. And its command line. */
struct program {
	int directory;
	const char *path;
	bool is_searched;
	char *const *words;
};

/* Starts this module unless that has been done. */
void watch_start_once(void);

/* Before the call: a record of it, or NULL. */
struct escape_record *watch_exec(const struct program *program,
				 char *const environment[]);

/* The call came back: nothing was executed. */
void watch_failed(struct escape_record *record);

/* It was a new process that executed it. */
void watch_spawned(struct escape_record *record, int pid);

/* From now on there is a filter of system calls. */
void watch_filter(void);
