/* SPDX-License-Identifier: MIT
 *
 * When to look for libraries that an adapter is for, and opening the object that has the
 * adapters. Far away: a program that opens nothing and has none of them runs none of it.
 */
#include "adapters.h"
#include "core/settings.h"
#include "entropy/reproduce.h"
#include "generators/libc.h"
#include "recorder/elf_symbols.h"
#include "recorder/sites.h"
#include "runtimes.h"

#include PROCESSOR_FILE

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/syscall.h>

static _Atomic bool is_closed;
static const struct adapter_door *_Atomic door;

static const char door_name[] = "forkseed_adapters";
static const char file_name[] = "libforkseed-adapters.so";

struct search {
	char path[PATH_MAX]; /* of the shim's folder; then of the object */
	const struct adapter_door *door;
	char *(*error)(void); /* dlerror(3) */
	/* Before 2.34 dlopen(3) was libdl's, and libc's own, for its iconv(3), was this
	 * one: glibc's elf/dl-libc.c. Of the same mode, where dlopen(3) adds what
	 * MODE_DLOPEN is. */
	void *(*open)(const char *, int);
};

enum { MODE_DLOPEN = INT_MIN };

/* The object lies beside the shim; one that was named without a folder has none. */
static void find_place(struct search *search, const char *shim)
{
	size_t length = strlen(shim);
	while (length && shim[length - 1] != '/')
		length--;
	if (length && length + sizeof file_name <= sizeof search->path) {
		memcpy(search->path, shim, length);
		memcpy(search->path + length, file_name, sizeof file_name);
	}
}

static int visit(struct dl_phdr_info *object, size_t size, void *data)
{
	struct search *search = data;
	struct elf_symbols symbols;
	(void)size;
	if (elf_parts_contain(elf_parts_of(object), &door))
		find_place(search, object->dlpi_name);
	if (!elf_symbols_open(&symbols, object))
		return 0;
	if (!search->door)
		search->door = elf_symbols_find(&symbols, door_name);
	if (!search->error)
		*(void **)&search->error = elf_symbols_find(&symbols, "dlerror");
	if (!search->open)
		*(void **)&search->open =
			elf_symbols_find(&symbols, "__libc_dlopen_mode");
	return 0;
}

static bool is_ours(const struct adapter_door *found)
{
	return found &&
	       strncmp(found->version, FORKSEED_VERSION, sizeof found->version) == 0;
}

static void tell_refused(void)
{
	is_closed = true;
	if (findings_wanted())
		findings_add(&(struct finding){
			.kind = "refused",
			.generator = "adapters",
			.detail = "libforkseed-adapters.so can't be opened, so the "
				  "libraries that it is for are not healed"});
}

static bool is_readable(const char *path)
{
	return raw_syscall(SYS_faccessat, AT_FDCWD, (long)path, R_OK, 0) == 0;
}

/* A message that the program has not asked for must not wait for its dlerror(3). */
static void open_object(struct search *search)
{
	if (next.dlopen && !next.dlopen(search->path, RTLD_NOW | RTLD_LOCAL) &&
	    search->error)
		search->error();
	else if (!next.dlopen && search->open)
		search->open(search->path, RTLD_NOW | RTLD_LOCAL | MODE_DLOPEN);
}

static struct adapter_services services(void)
{
	return (struct adapter_services){
		.lives = lineage_rest->adapted,
		.reproducible = reproduce_key() != NULL,
		.audited = findings_wanted(),
		.epoch = lineage_epoch,
		.token = lineage_token,
		.fill = entropy_fill_knowing,
		.find = findings_add,
		.seeded = findings_seeded,
		.set_scripts = findings_set_scripts,
		.is_readable = sites_is_readable,
		.is_active = runtimes_is_active,
		.is_kept = runtimes_is_kept,
	};
}

static void open_door(void)
{
	struct search search = {.path = ""};
	dl_iterate_phdr(visit, &search);
	if (is_readable(search.path))
		open_object(&search);
	dl_iterate_phdr(visit, &search);
	if (!is_ours(search.door)) {
		tell_refused();
		return;
	}
	struct adapter_services ours = services();
	search.door->look(&ours);
	door = search.door;
}

void adapters_meet(void)
{
	int saved = errno;
	if (!door && !is_closed && lineage_rest)
		open_door();
	else if (door && !door->look(NULL))
		adapters_due();
	errno = saved;
}

void adapters_closed(void)
{
	if (door && !door->closed())
		adapters_due();
}

void adapters_tell_refused(void)
{
	if (door)
		door->tell_refused();
}
