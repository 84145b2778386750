/* SPDX-License-Identifier: MIT */
/*
 * The files of an audited program: which generators in them nobody watched, and which of
 * the libraries that it opened with RTLD_DEEPBIND, past our hooks, use what these watch.
 */
#include "../shim/recorder/recording.h"
#include "unwatched.h"
#include <stdlib.h>
#include <string.h>

void strings_add(struct strings *strings, const char *string)
{
	for (size_t i = 0; i < strings->count; i++)
		if (strcmp(strings->list[i], string) == 0)
			return;
	size_t size = (strings->count + 1) * sizeof *strings->list;
	strings->list = realloc(strings->list, size);
	strings->list[strings->count++] = string;
}

/* The program, its libraries, and what it opened. */
static struct objects objects_of(const struct unwatched_program *program)
{
	struct target target = {.path = program->path};
	struct trace trace = {0};
	if (!elf_open(&target.elf, target.path) || !elf_is_elf(&target.elf) ||
	    gained_rights(target.path) || !trace_program(&target, "", &trace)) {
		trace = (struct trace){0};
		objects_add(&trace.objects, "", target.path);
	}
	for (size_t i = 0; i < program->opened.count; i++)
		objects_add(&trace.objects, "", program->opened.list[i]);
	return trace.objects;
}

struct uses {
	bool draws, connects;
};

static void visit(const char *name, enum name_kind kind, void *data)
{
	static const char *const calls[] = {"connect", "send",   "recv",    "sendmsg",
					    "recvmsg", "sendto", "recvfrom"};
	struct uses *uses = data;
	size_t length = strcspn(name, "@");
	if (kind != NAME_IMPORTED)
		return;
	uses->draws |= is_healed_function(name, length);
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		uses->connects |= strlen(calls[i]) == length &&
				  strncmp(name, calls[i], length) == 0;
}

static const struct target *named(const struct objects *objects, const char *name)
{
	for (size_t i = 0; i < objects->count; i++)
		if (strcmp(base_name(objects->list[i].path), name) == 0)
			return &objects->list[i];
	return NULL;
}

/* Those that come along with it, and are not there for others already, are bound alike.
 */
static struct uses uses_of(const struct objects *objects, const char *name)
{
	struct strings queue = {0};
	struct uses uses = {0};
	strings_add(&queue, name);
	for (size_t i = 0; i < queue.count; i++) {
		const struct target *object = named(objects, queue.list[i]);
		if (!object || is_of_libc(object->path))
			continue;
		elf_for_each_name(&object->elf, visit, &uses);
		const char *needed;
		for (int n = 0; (needed = elf_dynamic_string(&object->elf, DT_NEEDED, n));
		     n++)
			strings_add(&queue, base_name(needed));
	}
	free(queue.list);
	return uses;
}

/* Nobody knows what is called there. Of the program itself dlopen(NULL) is a handle, and
 * what that finds are our hooks. */
static void add_hidden(const struct unwatched_program *program, struct strings *list)
{
	const char *names = NULL;
	if (program->asks_libc)
		strings_add(list, UNWATCHED_LIBC);
	for (size_t i = 0; i < program->apart.count; i++)
		names = names ? join(names, ", ", program->apart.list[i], NULL)
			      : program->apart.list[i];
	if (names)
		strings_add(list, join("another namespace's libc (dlmopen: ", names, ")",
				       NULL));
}

static const char *deep_in(const struct unwatched_program *program,
			   const struct objects *objects)
{
	const char *mode = getenv("FORKSEED_CONNECTIONS"), *list = NULL;
	bool cuts_at_once = mode && has_word(mode, "isolate") && has_word(mode, "eager");
	bool wants = wants_second(mode) && !cuts_at_once;
	for (size_t i = 0; i < program->deep.count; i++) {
		const char *name = program->deep.list[i];
		struct uses uses = uses_of(objects, name);
		if (uses.draws || (uses.connects && wants))
			list = list ? join(list, ", ", name, NULL) : name;
	}
	return list ? join("libraries opened with RTLD_DEEPBIND (", list, ")", NULL)
		    : NULL;
}

struct strings unwatched_of_program(const struct unwatched_program *program)
{
	struct strings list = {0};
	struct objects objects = objects_of(program);
	unwatched_in(&objects, &list);
	const char *deep = deep_in(program, &objects);
	if (deep)
		strings_add(&list, deep);
	add_hidden(program, &list);
	for (size_t i = 0; i < objects.count; i++)
		elf_close(&objects.list[i].elf);
	free(objects.list);
	return list;
}
