/* SPDX-License-Identifier: MIT
 *
 * Which runtimes are wanted, and when to look for them. How one is found and healed is in
 * the runtimes' own files.
 */
#include "runtimes.h"
#include "adapters.h"
#include "core/lineage.h"
#include "generators/libc.h"
#include "recorder/elf_symbols.h"
#include "recorder/findings.h"
#include "runtimes/python/python.h"

#include "choice.h"
#include "marks.h"

#include <errno.h>

_Atomic bool runtimes_awake;
struct adapters_watch adapters_watch;
static uint64_t active, kept; /* a bit for each runtime */
static bool adapters_wanted;  /* for what is, or was, in the process */

/* The numbers of their marks, by which DT_GNU_HASH knows them: names would take more of
 * the near text than there is. In the data, where there is room: compilers would put what
 * nobody writes to into the text. */
static __attribute__((section(".data"))) uint32_t marks[RUNTIMES_LISTED] = {MARKS};

/* The process that opened an object since we last looked. Never an ancestor's number: in
 * its child the dynamic linker's lock may be held for ever, and we must not look. */
static _Atomic uint64_t opened_by;

/* Then the next fork has something to do. */
static far_away bool find(void)
{
	bool is_found = python_api_find();
	if (is_found)
		python_begin();
	else if (python) /* it was found before */
		python_ended();
	return is_found;
}

/* A walk over the loaded objects, past those that were there at the last one. */
struct walk {
	uint64_t marked; /* a bit for each runtime that has its mark in an object */
	unsigned objects;
};
static unsigned seen; /* objects, as long as none was closed */
static uint32_t closings;

static uint64_t marks_in(const struct dl_phdr_info *object)
{
	struct elf_symbols symbols;
	uint64_t marked = 0;
	if (elf_symbols_open(&symbols, object))
		for (int i = 0; i < RUNTIMES_LISTED; i++)
			marked |= (uint64_t)elf_symbols_have(&symbols, marks[i]) << i;
	return marked;
}

/* From here, as the runtimes' own code lies far away: most programs have none, and never
 * map it. */
static int visit(struct dl_phdr_info *object, size_t size, void *data)
{
	struct walk *walk = data;
	(void)size;
	if (closings != (uint32_t)object->dlpi_subs)
		seen = 0;
	closings = (uint32_t)object->dlpi_subs;
	if (walk->objects++ >= seen)
		walk->marked |= marks_in(object);
	return 0;
}

static uint64_t find_marks(void)
{
	struct walk walk = {0};
	dl_iterate_phdr(visit, &walk);
	seen = walk.objects;
	return walk.marked & active;
}

void runtimes_start(const struct settings *settings)
{
	struct runtimes_chosen chosen = {.active = ((uint64_t)1 << OPT_IN_BEGIN) - 1};
	if (settings->runtimes || settings->keep)
		chosen = runtimes_choose(settings, findings_wanted());
	active = chosen.active;
	kept = chosen.kept;
	atomic_store(&lineage_page->runtimes, ROOT);
	uint64_t marked = active ? find_marks() : 0;
	if (marked & ((1 << ADAPTERS_BEGIN) - 1))
		runtimes_awake = find() || python_api_is_unusable();
	if (marked >> ADAPTERS_BEGIN) {
		adapters_wanted = true;
		adapters_due();
	}
}

void adapters_look(void)
{
	uint64_t here = lineage_epoch();
	if (!libc_may_walk() ||
	    !atomic_compare_exchange_strong(&adapters_watch.due_in, &here, 0))
		return;
	adapters_watch.is_waiting = false;
	adapters_wanted |= find_marks() >> ADAPTERS_BEGIN != 0;
	if (!adapters_wanted)
		return;
	adapters_meet();
	if (findings_wanted()) /* what was refused is told by a fork */
		runtimes_awake = true;
}

far_away bool runtimes_is_active(int index)
{
	return active >> index & 1;
}

far_away bool runtimes_is_kept(int index)
{
	return kept >> index & 1;
}

static far_away void look(void)
{
	uint64_t opener = atomic_load(&opened_by);
	if (opener != 0 && opener == lineage_epoch() && libc_may_walk()) {
		atomic_store(&opened_by, 0);
		bool is_there = find() || python_api_is_unusable();
		runtimes_awake = is_there || (adapters_wanted && findings_wanted());
	}
}

far_away void runtimes_look_before_fork(const void *caller)
{
	int saved = errno;
	look();
	adapters_look_if_due();
	adapters_tell_refused();
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
	adapters_due();
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

/* Another thread may have found meanwhile what was about to go. In a child of threads,
 * ld.so's lock may be held for ever: as adapters_look(). */
far_away void runtimes_after_close(void)
{
	runtimes_before_close();
	if (adapters_wanted && libc_may_walk())
		adapters_closed();
}
