/* SPDX-License-Identifier: MIT */
/*
 * Generators beyond libc's in a program's files, by what field.txt knows of them: names,
 * and where a file has none, the shape of its code. Told are those that are found; the
 * verdict gets those that are not healed, or of which that is not known.
 */
#include "doctor.h"
#include "shape.h"
#include <string.h>

/* Of one file, or of several: where each generator was found. */
struct found {
	const char *where[MOST_GENERATORS];
	bool is_linked_in[MOST_GENERATORS]; /* a library's, without one to hook */
	const char *path;
	bool is_program;
	bool has_own; /* this file is known: its code needs no second look */
	bool is_large;
};

/* What a library defines is not drawn from by that; what a program defines, it was linked
 * with (or it is data, which the linker copies there). */
static void note(const struct mark *mark, enum name_kind kind, void *data)
{
	struct found *found = data;
	bool is_owned = mark->kind == USES && kind != NAME_IMPORTED;
	found->has_own |= is_owned || mark->kind != USES;
	if (is_owned && !found->is_program)
		return;
	found->is_linked_in[mark->of] |= is_owned && kind == NAME_DEFINED;
	if (!found->where[mark->of])
		found->where[mark->of] = found->path;
}

static void visit(const char *name, enum name_kind kind, void *data)
{
	field_fits(name, kind, note, data);
}

/* libstdc++ has what its users have no reason to draw from. */
static bool is_shaped(const char *path)
{
	return !is_of_libc(path) && strncmp(base_name(path), "libforkseed", 11) != 0 &&
	       strncmp(base_name(path), "libstdc++", 9) != 0;
}

static void look_at_shape(const struct elf_file *file, struct found *found)
{
	const struct mark *mark;
	found->is_large |= file->size > LARGEST_SHAPED;
	for (int i = 0; (mark = field_mark(i)); i++)
		if (shape_fits(mark, file))
			note(mark, NAME_SECTION, found);
}

static void look(const struct elf_file *file, const char *path, struct found *found)
{
	found->path = path;
	found->has_own = false;
	found->is_program = elf_is_elf(file) && elf_interpreter(file) &&
			    !elf_dynamic_string(file, DT_SONAME, 0);
	if (!elf_is_elf(file))
		return;
	elf_for_each_name(file, visit, found);
	if (!found->has_own && is_shaped(path))
		look_at_shape(file, found);
}

/* Told once, whatever its marks. */
static void tell_generator(const struct generator *generator, enum fate fate,
			   const char *where)
{
	static const char *const fates[] = {
		[HEALED] = ", healed: ",
		[UNHEALED] = ", not healed: ",
		[MAYBE] = ", perhaps not healed: ",
		[SAFE] = ", needs nothing: ",
		[TOLD] = ", left alone but with --seed: ",
		[HANGS] = ", not mended: ",
	};
	tell("runtime: ", generator->name, fates[fate], generator->what, " (in ", where,
	     ")", NULL);
}

/* What is healed in a library is not where the program has it in itself. */
static enum fate fate_of(const struct found *found, int index, bool is_watched)
{
	enum fate fate = field_fate(field_generator(index), is_watched);
	return found->is_linked_in[index] && fate == HEALED ? UNHEALED : fate;
}

static bool names(const char *list, const char *name)
{
	const char *at = list ? strstr(list, name) : NULL;
	return at && strchr(",", at[strlen(name)]);
}

static void add(const char **list, const char *name)
{
	if (!names(*list, name))
		*list = *list ? join(*list, ", ", name, NULL) : name;
}

static bool is_named(const struct found *found, const char *name)
{
	const struct generator *generator;
	for (int i = 0; (generator = field_generator(i)); i++)
		if (found->where[i] && strncmp(generator->name, name, strlen(name)) == 0)
			return true;
	return false;
}

/* An interpreter by its name must be known by a mark as well: a new release may have lost
 * the one that is looked for. */
static void tell_interpreter(const char *path, const struct found *found,
			     struct shortcomings *lacks)
{
	int called = field_called(path);
	const struct generator *generator = called < 0 ? NULL : field_generator(called);
	if (!generator || is_named(found, generator->name))
		return;
	tell("runtime: ", generator->name, ", by its name (", path,
	     "): its generators can't be recognised", NULL);
	add(&lacks->unknown, generator->name);
}

/* A Python without a lock has the marks of the others as well. */
static void leave_free_threaded(struct found *found)
{
	const struct generator *generator;
	if (!is_named(found, "Python without a GIL"))
		return;
	for (int i = 0; (generator = field_generator(i)); i++)
		if (strcmp(generator->name, "Python") == 0 ||
		    strcmp(generator->name, "NumPy") == 0)
			found->where[i] = NULL;
}

void tell_runtimes(const struct objects *objects, struct shortcomings *lacks)
{
	struct found found = {0};
	const struct generator *generator;
	for (size_t i = 0; i < objects->count; i++)
		look(&objects->list[i].elf, objects->list[i].path, &found);
	leave_free_threaded(&found);
	for (int i = 0; (generator = field_generator(i)); i++) {
		if (!found.where[i])
			continue;
		enum fate fate = fate_of(&found, i, false);
		tell_generator(generator, fate, found.where[i]);
		if (fate == UNHEALED)
			add(&lacks->unhealed, generator->name);
		else if (fate == MAYBE)
			add(&lacks->unknown, generator->name);
		else if (fate == TOLD)
			add(&lacks->seeded, generator->name);
		else if (fate == HANGS && has_forks(objects))
			add(&lacks->hangs, generator->name);
	}
	if (found.is_large)
		add(&lacks->unknown, "a file of more than 512 MB");
	tell_interpreter(objects->list[0].path, &found, lacks);
}

/* Those of libc's that the caller owns. */
static void add_owned(const char *name, enum name_kind kind, void *data)
{
	size_t length = strcspn(name, "@");
	if (kind == NAME_IMPORTED && is_unwatched_function(name, length))
		strings_add(data, strndup(name, length));
}

static void add_unwatched(const struct found *found, struct strings *list)
{
	const struct generator *generator;
	for (int i = 0; (generator = field_generator(i)); i++) {
		enum fate fate = found->where[i] ? fate_of(found, i, true) : SAFE;
		if (fate == UNHEALED || fate == MAYBE)
			strings_add(list, join(generator->name, " (", generator->what,
					       ")", NULL));
	}
}

void unwatched_in(const struct objects *objects, struct strings *list)
{
	struct found found = {0};
	for (size_t i = 0; i < objects->count; i++)
		look(&objects->list[i].elf, objects->list[i].path, &found);
	leave_free_threaded(&found);
	add_unwatched(&found, list);
	for (size_t i = 0; i < objects->count; i++)
		if (!is_of_libc(objects->list[i].path) &&
		    !field_harmless(objects->list[i].path))
			elf_for_each_name(&objects->list[i].elf, add_owned, list);
}
