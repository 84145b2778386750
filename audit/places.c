/* SPDX-License-Identifier: MIT */
/*
 * CI systems show a finding at a line of the change under review if its path is relative
 * to the repository: to the directory that they name in the environment, or else to the
 * one that forkseed was started in.
 */
#include "places.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const repositories[] = {"GITHUB_WORKSPACE", "CI_PROJECT_DIR"};

/* What of the path lies behind the directory; NULL where it is not in there. */
static const char *behind(const char *path, const char *directory)
{
	size_t length = strlen(directory);
	while (length > 0 && directory[length - 1] == '/')
		length--;
	return strncmp(path, directory, length) == 0 && path[length] == '/'
		       ? path + length + 1
		       : NULL;
}

/* A variable counts only if it names a directory that we are in. */
static const char *find_repository(void)
{
	static char here[PATH_MAX], named[PATH_MAX];
	if (!getcwd(here, sizeof here))
		return "?";
	for (size_t i = 0; i < sizeof repositories / sizeof *repositories; i++) {
		const char *value = getenv(repositories[i]);
		if (value && *value == '/' && realpath(value, named) &&
		    behind(here, named))
			return named;
	}
	return here;
}

static const char *in_repository(const char *path)
{
	static const char *repository;
	if (!repository)
		repository = find_repository();
	return behind(path, repository);
}

const char *place_relative(const char *path)
{
	const char *rest = in_repository(path);
	return rest ? rest : path;
}

/* Where it lies now. Debug information has names relative to the directory of the
 * compilation, which may have been elsewhere. */
static const char *path_of(const struct frame *frame)
{
	char found[PATH_MAX], *path;
	const char *directory = *frame->file == '/' ? NULL : frame->directory;
	if (asprintf(&path, "%s%s%s", directory ? directory : "", directory ? "/" : "",
		     frame->file) < 0)
		abort();
	if (!realpath(path, found) && !realpath(frame->file, found))
		return path;
	free(path);
	return strdup(found);
}

const char *place_file(const struct frame *frame)
{
	return place_relative(path_of(frame));
}

/* The innermost frame of the program's own; false where there is none. */
static bool find(struct place *place, const struct trace *trace, bool is_inside)
{
	for (int i = 0; trace && i < trace->count; i++) {
		const struct frame *frame = &trace->frames[i];
		if (frame->is_libc || !frame->file || frame->line < 1)
			continue;
		const char *path = path_of(frame);
		if (is_inside && !in_repository(path))
			continue;
		*place = (struct place){place_relative(path), frame->line};
		return true;
	}
	return false;
}

/* A library's line in none of the repository's files helps less than the call of it. */
struct place place_of(const struct records *records, const struct verdict *verdict)
{
	const struct seed_record *seed = verdict->seed;
	const struct trace *traces[] = {
		script_or_trace(verdict->where->draw_script, verdict->where->draw),
		script_or_trace(verdict->where->fork_script, verdict->where->fork),
		seed ? script_or_trace(script_of(records, seed->script),
				       trace_of(records, seed->site))
		     : NULL,
	};
	struct place place = {0};
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < 3; i++)
			if (find(&place, traces[i], pass == 0))
				return place;
	return place;
}
