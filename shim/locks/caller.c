/* SPDX-License-Identifier: MIT
 *
 * Looking at the loaded objects' DT_RPATH and DT_RUNPATH.
 */
#include "caller.h"
#include "next.h"
#include "recorder/elf_symbols.h"

struct search {
	const void *caller;
	unsigned objects;
	bool found, is_program, has_runpath, others_have_rpath;
};

static const ElfW(Dyn) * tags_of(const struct dl_phdr_info *object)
{
	for (int i = 0; i < object->dlpi_phnum; i++)
		if (object->dlpi_phdr[i].p_type == PT_DYNAMIC)
			return (const void *)(object->dlpi_addr +
					      object->dlpi_phdr[i].p_vaddr);
	return NULL;
}

static bool has_tag(const struct dl_phdr_info *object, ElfW(Sxword) wanted)
{
	const ElfW(Dyn) *tag = tags_of(object);
	while (tag && tag->d_tag != DT_NULL && tag->d_tag != wanted)
		tag++;
	return tag && tag->d_tag == wanted;
}

/* The program's RPATH serves every caller. */
static int visit(struct dl_phdr_info *object, size_t size, void *data)
{
	struct search *search = data;
	bool is_program = search->objects++ == 0;
	(void)size;
	if (!is_program && has_tag(object, DT_RPATH))
		search->others_have_rpath = true;
	if (elf_parts_contain(elf_parts_of(object), search->caller)) {
		search->found = true;
		search->is_program = is_program;
		search->has_runpath = has_tag(object, DT_RUNPATH);
	}
	return 0;
}

/* An RPATH also serves those whom its object has loaded, which nobody tells us. */
bool caller_matters(const char *file, const void *caller)
{
	struct search search = {.caller = caller};
	dl_iterate_phdr(visit, &search);
	bool is_bare = file && !strchr(file, '/');
	return !search.found || (file && strchr(file, '$')) ||
	       (is_bare && search.has_runpath) ||
	       (!search.is_program && search.others_have_rpath);
}
