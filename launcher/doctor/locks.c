/* SPDX-License-Identifier: MIT */
/*
 * What concerns --locks: whether a program has threads and forks, and which functions it
 * then imports that take a lock of libc's. These are the third shim's, by its own tables.
 */
#include "../../shim/locks/table-special.h"
#include "doctor.h"
#include "elf-names.h"
#include <string.h>

/* clang-format off */
static const char *const functions[] = {
#define X(name) #name,
#define CALL(when, type, name, parameters, arguments) #name,
#define VOID(when, name, parameters, arguments) #name,
#include "../../shim/locks/table.h"
	SPECIAL_LOCKING(X)
	SPECIAL_FRONTS(X)
#undef CALL
#undef VOID
#undef X
};
enum { FUNCTIONS = sizeof functions / sizeof *functions };
/* clang-format on */

/* With a '*' at its end: and what begins like it. */
static const char *const starts_threads[] = {"pthread_create", "thrd_create",
					     "_ZNSt6thread15_M_start_thread*", NULL};
/* daemon(3) and forkpty(3) fork inside libc. */
static const char *const forks[] = {"fork", "_Fork", "forkpty", "clone", "daemon", NULL};

struct uses {
	bool threads, forks, has[FUNCTIONS];
	bool provides; /* the file is libstdc++, whose users import its std::thread */
};

bool is_third_shim(const char *path)
{
	return strcmp(base_name(path), "libforkseed-locks.so") == 0;
}

/* `length` bytes of name. */
static bool is_one(const char *pattern, const char *name, size_t length)
{
	size_t head = strcspn(pattern, "*");
	return pattern[head] ? length > head && strncmp(pattern, name, head) == 0
			     : length == head && strncmp(pattern, name, head) == 0;
}

static bool is_among(const char *const *patterns, const char *name, size_t length)
{
	for (; *patterns; patterns++)
		if (is_one(*patterns, name, length))
			return true;
	return false;
}

static void visit(const char *name, enum name_kind kind, void *data)
{
	struct uses *uses = data;
	size_t length = strcspn(name, "@"); /* .symtab has fork@GLIBC_2.2.5 */
	if (kind != NAME_IMPORTED)
		return;
	uses->threads |= !uses->provides && is_among(starts_threads, name, length);
	uses->forks |= is_among(forks, name, length);
	for (int i = 0; i < FUNCTIONS; i++)
		uses->has[i] |=
			*functions[i] == *name && is_one(functions[i], name, length);
}

static bool begins(const char *path, const char *head)
{
	return strncmp(base_name(path), head, strlen(head)) == 0;
}

/* Before glibc 2.34 such libraries of its own import, too: it is not the program's. */
static bool is_part_of_libc(const char *path)
{
	static const char *const parts[] = {"libpthread", "libutil", "librt",
					    "libresolv",  "libanl",  NULL};
	for (const char *const *part = parts; *part; part++)
		if (begins(path, *part) &&
		    strspn(base_name(path) + strlen(*part), "-.") == 1)
			return true;
	return is_of_libc(path);
}

static struct uses look(const struct objects *objects)
{
	struct uses uses = {0};
	for (size_t i = 0; i < objects->count; i++) {
		const struct target *object = &objects->list[i];
		if (is_part_of_libc(object->path) || begins(object->path, "libforkseed"))
			continue;
		uses.provides = begins(object->path, "libstdc++");
		elf_for_each_name(&object->elf, visit, &uses);
	}
	return uses;
}

/* What every program imports is no sign: its start-up files do, for its own end. */
static bool is_everywhere(const char *function)
{
	return strcmp(function, "__cxa_finalize") == 0;
}

/* Helper threads of libc's do their work, and no gate brings these into a child. */
static bool takes_helpers(const char *function)
{
	return strncmp(function, "aio_", 4) == 0 ||
	       strcmp(function, "getaddrinfo_a") == 0;
}

/* Those that the program imports, or NULL. */
static const char *list_of(const struct uses *uses, bool helped)
{
	const char *list = NULL;
	for (int i = 0; i < FUNCTIONS; i++)
		if (uses->has[i] && !is_everywhere(functions[i]) &&
		    takes_helpers(functions[i]) == helped)
			list = join(list ? list : "", list ? ", " : "", functions[i],
				    NULL);
	return list;
}

bool has_forks(const struct objects *objects)
{
	return look(objects).forks;
}

void tell_locks(const struct objects *objects, const char *mode)
{
	struct uses uses = look(objects);
	const char *list = list_of(&uses, false), *helped = list_of(&uses, true);
	if (!uses.threads || !uses.forks)
		return;
	if (helped)
		tell("locks: ", helped,
		     ": their helper threads are not in a child, which then waits for "
		     "ever",
		     NULL);
	if (!list)
		return;
	if (mode && strncmp(mode, "heal", 4) == 0)
		tell("locks: ", list, ": a fork waits until no thread is in these", NULL);
	else
		tell("locks: ", list,
		     ": a child of a threaded parent may hang in these; ", "--locks=heal",
		     NULL);
}
