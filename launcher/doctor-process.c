/* SPDX-License-Identifier: MIT */
/*
 * --doctor --pid PID: the same of a running process, as /proc shows it, libraries
 * included that it opened itself. The process is read, never stopped or touched.
 */
#define _GNU_SOURCE
#include "doctor.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *in_proc(const char *pid, const char *name)
{
	return join("/proc/", pid, name, NULL);
}

/* Why it can't be examined; 125 is for that. */
static _Noreturn void fail(const char *pid, int error)
{
	const char *owner = status_value(pid, "Uid");
	if (error == EACCES || error == EPERM)
		die(EXIT_OWN_ERROR, "process ", pid, " can't be examined: it belongs to ",
		    "another user or guards itself (its uid is ",
		    owner ? strtok(strdup(owner), "\t") : "unknown",
		    "); ask as that user, or as root", NULL);
	die(EXIT_OWN_ERROR, "process ", pid,
	    " runs no program that can be examined: ", "it is the kernel's, or has ended",
	    NULL);
}

static const char *program_of(const char *pid)
{
	static char path[PATH_MAX];
	if (strlen(pid) < 1 || strlen(pid) > 10 ||
	    strspn(pid, "0123456789") != strlen(pid))
		die(EXIT_OWN_ERROR, "--pid can't take '", pid, "': it must be a number",
		    NULL);
	if (access(in_proc(pid, ""), F_OK) < 0)
		die(EXIT_OWN_ERROR, "process ", pid, ": no such process", NULL);
	ssize_t length = readlink(in_proc(pid, "/exe"), path, sizeof path - 1);
	if (length < 0)
		fail(pid, errno);
	path[length] = 0;
	return path;
}

static bool has(const struct objects *objects, const char *path)
{
	for (size_t i = 0; i < objects->count; i++)
		if (strcmp(objects->list[i].path, path) == 0)
			return true;
	return false;
}

/* The files that it has mapped to execute them: the program was added before. */
static void read_maps(const char *pid, struct objects *objects)
{
	char *line = NULL;
	size_t size = 0;
	FILE *maps = fopen(in_proc(pid, "/maps"), "re");
	if (!maps)
		fail(pid, errno);
	while (getline(&line, &size, maps) > 0) {
		char *path = strchr(line, '/'), *rights = strchr(line, ' ');
		line[strcspn(line, "\n")] = 0;
		if (path && rights && rights[3] == 'x' && !has(objects, path))
			objects_add(objects, in_proc(pid, "/root"), strdup(path));
	}
	fclose(maps);
}

/* Replaced on disk since: "libforkseed.so (deleted)". */
static bool is_shim_or_was(const char *path)
{
	const char *deleted = strstr(path, " (deleted)");
	return is_shim(deleted ? strndup(path, (size_t)(deleted - path)) : path);
}

static const char *loaded_shim(const struct objects *objects)
{
	for (size_t i = 0; i < objects->count; i++)
		if (is_shim_or_was(objects->list[i].path))
			return objects->list[i].path;
	return NULL;
}

/* As it was when the program started; a program may change its copy. */
static bool is_off(const char *pid)
{
	char *text = NULL;
	size_t size = 0;
	bool found = false;
	FILE *environment = fopen(in_proc(pid, "/environ"), "re");
	while (environment && !found && getdelim(&text, &size, 0, environment) > 0)
		found = strcmp(text, "FORKSEED=off") == 0;
	if (environment)
		fclose(environment);
	return found;
}

_Noreturn void doctor_process(const char *pid)
{
	struct elf_file own;
	struct objects objects = {0};
	struct target program = {.path = program_of(pid)};
	elf_open(&own, "/proc/self/exe");
	elf_open(&program.elf, in_proc(pid, "/exe"));
	objects_add(&objects, in_proc(pid, "/root"), program.path);
	objects.list[0].elf = program.elf;
	read_maps(pid, &objects);
	tell("process: ", pid, NULL);
	tell("program: ", program.path, NULL);
	tell_program(&program, &own);
	tell_libc_file(&objects);
	tell_kernel();
	tell_seccomp(pid);
	tell_imports(&objects);
	const char *unhealed = tell_runtimes(&objects), *shim = loaded_shim(&objects);
	const char *against = is_off(pid) ? "has the shim, but FORKSEED=off" : NULL;
	tell("shim: ", shim ? shim : "not loaded", NULL);
	conclude(join("process ", pid, NULL),
		 shim ? against : "runs without the shim: start it under forkseed",
		 unhealed);
}
