/* SPDX-License-Identifier: MIT
 *
 * Which runtimes are wanted, and when to look for them. How one is found and healed is in
 * the runtimes' own files.
 */
#include "runtimes.h"
#include "core/lineage.h"
#include "recorder/elf_symbols.h"
#include "recorder/findings.h"
#include "runtimes/python/python.h"

#include <errno.h>
#include <string.h>

_Atomic bool runtimes_awake;
static unsigned active, kept; /* a bit for each runtime */

/* The process that opened an object since we last looked. Never an ancestor's number: in
 * its child the dynamic linker's lock may be held for ever, and we must not look. */
static _Atomic uint64_t opened_by;

/* Unless said otherwise, all: none of them is unsafe. */
static void add(const struct settings *settings, const char *name, int index)
{
	const char *list = settings->runtimes;
	bool is_kept = settings_lists(settings->keep, name);
	bool is_wanted =
		(!list || settings_lists(list, "all") || settings_lists(list, name)) &&
		(!is_kept || findings_wanted());
	active |= (unsigned)is_wanted << index;
	kept |= (unsigned)is_kept << index;
}

/* Then the next fork has something to do. */
static bool find(void)
{
	if (!python_api_find())
		return false;
	python_begin();
	return true;
}

/* A symbol that tells of a runtime in the process. Looked for from here, as the runtimes'
 * own code lies far away: most programs have none, and never map it. */
static int visit(struct dl_phdr_info *object, size_t size, void *data)
{
	struct elf_symbols symbols;
	(void)size;
	(void)data;
	return elf_symbols_open(&symbols, object) &&
	       elf_symbols_find(&symbols, "Py_AddPendingCall");
}

void runtimes_start(const struct settings *settings)
{
#define X(name, runtime) add(settings, name, INDEX_OF_##runtime);
	RUNTIMES(X)
#undef X
	atomic_store(&lineage_page->runtimes, ROOT);
	if (active && dl_iterate_phdr(visit, NULL))
		runtimes_awake = find() || python_api_is_unusable();
}

bool runtimes_is_active(int index)
{
	return active >> index & 1;
}

bool runtimes_is_kept(int index)
{
	return kept >> index & 1;
}

static void look(void)
{
	uint64_t opener = atomic_load(&opened_by);
	if (opener != 0 && opener == lineage_epoch()) {
		atomic_store(&opened_by, 0);
		runtimes_awake = find() || python_api_is_unusable();
	}
}

void runtimes_look_before_fork(const void *caller)
{
	int saved = errno;
	look();
	if (python_api_is_found())
		python_before_fork(caller);
	else
		python_api_tell_refused();
	errno = saved;
}

static void look_again(void)
{
	atomic_store(&opened_by, lineage_epoch());
	runtimes_awake = true;
}

void runtimes_before_open(void)
{
	int saved = errno;
	if (!active)
		return;
	look();
	if (python_api_is_found())
		python_before_open();
	else
		look_again();
	errno = saved;
}

far_away void runtimes_before_close(void)
{
	if (!active || !python_api_is_found())
		return;
	python_before_close();
	if (!python_api_is_found())
		look_again();
}
