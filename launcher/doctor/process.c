/* SPDX-License-Identifier: MIT */
/*
 * --doctor --pid PID: the same of a running process, as /proc shows it, libraries
 * included that it opened itself. The process is read, never stopped or touched.
 */
#define _GNU_SOURCE
#include "../roots.h"
#include "doctor.h"
#include "field.h"
#include <errno.h>
#include <limits.h>
#include <signal.h>
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

/* As it is opened from here: behind /proc/PID/root, or plainly what it mapped before it
 * took another root. */
static void add_object(const char *pid, struct objects *objects, const char *path)
{
	const char *inside = roots_name(atoi(pid), path);
	bool is_here = !inside && !roots_is_elsewhere(atoi(pid));
	path = inside ? inside : path;
	if (!has(objects, path))
		objects_add(objects, is_here ? "" : in_proc(pid, "/root"), path);
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
		if (path && rights && rights[3] == 'x')
			add_object(pid, objects, strdup(path));
	}
	fclose(maps);
}

/* Replaced on disk since: "libforkseed.so (deleted)". */
static const char *undeleted(const char *path)
{
	const char *deleted = strstr(path, " (deleted)");
	return deleted ? strndup(path, (size_t)(deleted - path)) : path;
}

static const char *loaded(const struct objects *objects, bool (*is_it)(const char *path))
{
	for (size_t i = 0; i < objects->count; i++)
		if (is_it(undeleted(objects->list[i].path)))
			return objects->list[i].path;
	return NULL;
}

/* Its value when the program started, or NULL; a program may change its copy. */
static const char *setting_of(const char *pid, const char *name)
{
	char *text = NULL;
	size_t size = 0, length = strlen(name);
	const char *value = NULL;
	FILE *environment = fopen(in_proc(pid, "/environ"), "re");
	while (environment && !value && getdelim(&text, &size, 0, environment) > 0)
		if (strncmp(text, name, length) == 0 && text[length] == '=')
			value = strdup(text + length + 1);
	if (environment)
		fclose(environment);
	return value;
}

/* What decides which generators are healed is its, and not the doctor's. */
static void adopt_settings(const char *pid)
{
	static const char *const names[] = {"FORKSEED_KEEP", "FORKSEED_RUNTIMES",
					    "FORKSEED_SEED"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = setting_of(pid, names[i]);
		if (value)
			setenv(names[i], value, 1);
		else
			unsetenv(names[i]);
	}
}

/* A reason against, or NULL. */
static const char *tell_second(const struct objects *objects, const char *mode)
{
	const char *shim = loaded(objects, is_second_shim);
	tell("second shim: ", shim ? shim : "not loaded",
	     mode ? ", FORKSEED_CONNECTIONS=" : ", no FORKSEED_CONNECTIONS", mode, NULL);
	if (!shim && wants_second(mode))
		return "has FORKSEED_CONNECTIONS without the second shim: start it under "
		       "forkseed";
	if (shim && wants_second(mode))
		tell_bypasses(objects, mode);
	return NULL;
}

/* The same. */
static const char *tell_third(const struct objects *objects, const char *mode)
{
	const char *shim = loaded(objects, is_third_shim);
	if (shim || mode)
		tell("third shim: ", shim ? shim : "not loaded",
		     mode ? ", FORKSEED_LOCKS=" : ", no FORKSEED_LOCKS", mode, NULL);
	return !shim && wants_second(mode) ? "has FORKSEED_LOCKS without the third shim: "
					     "start it under forkseed"
					   : NULL;
}

/* The same; of all shims. */
static const char *tell_shims(const char *pid, const struct objects *objects,
			      const char *mode)
{
	bool is_musl = is_of_musl(&objects->list[0]);
	const char *shim = loaded(objects, is_musl ? is_musl_shim : is_shim);
	const char *off = setting_of(pid, "FORKSEED");
	tell("shim: ", shim ? shim : "not loaded", NULL);
	const char *against = tell_second(objects, mode);
	const char *third = tell_third(objects, setting_of(pid, "FORKSEED_LOCKS"));
	against = against ? against : third;
	if (!shim)
		return "runs without the shim: start it under forkseed";
	return off && strcmp(off, "off") == 0 ? "has the shim, but FORKSEED=off"
					      : against;
}

_Noreturn void doctor_process(const char *pid)
{
	signal(SIGCHLD, SIG_DFL); /* ignored, there would be no child to wait for */
	struct elf_file own;
	struct objects objects = {0};
	struct target program = {.path = program_of(pid)};
	elf_open(&own, "/proc/self/exe");
	elf_open(&program.elf, in_proc(pid, "/exe"));
	add_object(pid, &objects, program.path);
	objects.list[0].elf = program.elf;
	read_maps(pid, &objects);
	tell("process: ", pid, NULL);
	tell("program: ", program.path, NULL);
	tell_program(&program, &own);
	tell_libc_file(&objects);
	tell_kernel();
	const char *mode = setting_of(pid, "FORKSEED_CONNECTIONS");
	bool leaves = !tell_connections_kernel() && wants_second(mode);
	tell_seccomp(pid);
	adopt_settings(pid);
	tell_stuck(pid);
	struct shortcomings lacks = {.unhealed = tell_imports(&objects),
				     .leaves = leaves};
	if (is_of_musl(&program))
		field_without_runtimes();
	tell_runtimes(&objects, &lacks);
	tell_locks(&objects, setting_of(pid, "FORKSEED_LOCKS"));
	conclude(join("process ", pid, NULL), tell_shims(pid, &objects, mode), &lacks);
}
