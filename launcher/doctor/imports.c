/* SPDX-License-Identifier: MIT */
/*
 * Which generators of libc's a program and its libraries use, told by the names that
 * they import. What they open later, by dlopen(3), is seen only in a running process.
 */
#include "doctor.h"
#include "field.h"
#include <stdlib.h>
#include <string.h>

struct family {
	const char *name, *functions, *fate;
	bool is_healed;
};

/* clang-format off */
static const struct family families[] = {
	{"random", " rand srand random srandom initstate setstate ", "healed", true},
	{"drand48", " drand48 lrand48 mrand48 srand48 seed48 lcong48 ", "healed", true},
	{"strfry", " strfry ", "healed", true},
	{"rand_r and its like", " rand_r erand48 nrand48 jrand48 random_r srandom_r initstate_r setstate_r"
	 " drand48_r erand48_r lrand48_r nrand48_r mrand48_r jrand48_r srand48_r seed48_r"
	 " lcong48_r ", "its caller owns the state: not reached", false},
};
enum { FAMILIES = sizeof families / sizeof *families };
/* clang-format on */

static bool lists(const char *functions, const char *name, size_t length)
{
	for (const char *at = functions; (at = strchr(at, ' ')); at++)
		if (strncmp(at + 1, name, length) == 0 && at[1 + length] == ' ')
			return length > 0;
	return false;
}

bool is_healed_function(const char *name, size_t length)
{
	for (int i = 0; i < FAMILIES; i++)
		if (families[i].is_healed && lists(families[i].functions, name, length))
			return true;
	return false;
}

bool is_unwatched_function(const char *name, size_t length)
{
	for (int i = 0; i < FAMILIES; i++)
		if (!families[i].is_healed && lists(families[i].functions, name, length))
			return true;
	return false;
}

/* For each family the functions that one file imports, or NULL. */
struct imports {
	const char *of[FAMILIES];
};

static void note(const char **have, const char *name, size_t length)
{
	const char *before = *have ? *have : " ";
	if (!lists(before, name, length))
		*have = join(before, strndup(name, length), " ", NULL);
}

static void visit(const char *name, enum name_kind kind, void *data)
{
	struct imports *imports = data;
	size_t length = strcspn(name, "@"); /* .symtab has rand@GLIBC_2.2.5 */
	for (int i = 0; kind == NAME_IMPORTED && i < FAMILIES; i++)
		if (lists(families[i].functions, name, length))
			note(&imports->of[i], name, length);
}

static void tell_family(const struct family *family, const char *functions,
			const char *path, const char **unhealed)
{
	const char *harmless = family->is_healed ? NULL : field_harmless(path);
	bool is_kept = field_lists(getenv("FORKSEED_KEEP"), family->name);
	tell("imports: ", path, ":", functions, "(", harmless ? "harmless: " : "",
	     harmless  ? harmless
	     : is_kept ? "left as it is, by --keep"
		       : family->fate,
	     ")", NULL);
	if (is_kept || (!family->is_healed && !harmless))
		*unhealed = family->name;
}

static unsigned tell_object(const struct target *object, const char **unhealed)
{
	struct imports imports = {0};
	unsigned told = 0;
	elf_for_each_name(&object->elf, visit, &imports);
	for (int i = 0; i < FAMILIES; i++) {
		if (!imports.of[i])
			continue;
		told++;
		tell_family(&families[i], imports.of[i], object->path, unhealed);
	}
	return told;
}

bool is_of_libc(const char *path)
{
	const char *name = base_name(path);
	return strncmp(name, "libc.so", 7) == 0 || strncmp(name, "libc-2", 6) == 0 ||
	       strncmp(name, "ld-linux", 8) == 0 || strncmp(name, "ld-2", 4) == 0 ||
	       strncmp(name, "ld-musl-", 8) == 0;
}

const char *tell_imports(const struct objects *objects)
{
	unsigned told = 0;
	const char *unhealed = NULL;
	for (size_t i = 0; i < objects->count; i++)
		if (!is_shim(objects->list[i].path) && !is_of_libc(objects->list[i].path))
			told += tell_object(&objects->list[i], &unhealed);
	if (told == 0)
		tell("imports: none of libc's generators", NULL);
	return unhealed;
}
