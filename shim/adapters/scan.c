/* SPDX-License-Identifier: MIT
 *
 * What has no name, on request alone (--runtimes=+scan): generators in the program's own
 * memory, known by their shapes (shapes.c). Nobody sees them draw, nor who seeded them,
 * so all of them are healed: looked for in the parent before each fork that runs fork
 * handlers, looked at again in the child, and filled there before its own code runs.
 * Equal ones in one process stay equal under --seed.
 */
#include "adapter.h"
#include "scan_memory.h"
#include "shapes.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>

enum { MOST = 1024 };
static struct {
	uintptr_t at;
	size_t count; /* in words */
} found[MOST];
static unsigned count;

static int (*register_atfork)(void (*before)(void), void (*in_parent)(void),
			      void (*in_child)(void), void *object);

/* Who looks, or forks with what was found. Free in every child. */
static _Atomic uint64_t holder_process;
static _Atomic uintptr_t holder;
static unsigned depth;

static struct lock *lock(void)
{
	return &services.lives[INDEX_OF_scan_adapter - ADAPTERS_BEGIN].lock;
}

static bool is_mine(void)
{
	return holder_process == services.epoch() && holder == (uintptr_t)pthread_self();
}

static bool is_known(uintptr_t at)
{
	for (unsigned i = 0; i < count; i++)
		if (found[i].at == at)
			return true;
	return false;
}

static uintptr_t piece; /* where what is looked at was copied from */
static void add(const struct match *match, void *data)
{
	uintptr_t at = piece + match->first * sizeof(uint64_t);
	(void)data;
	if (count < MOST && !is_known(at)) {
		found[count].at = at;
		found[count++].count = match->count;
	}
}

static void visit(uintptr_t at, const uint64_t *words, size_t size)
{
	piece = at;
	shapes_find(words, size, add, NULL);
}

static void tell_filtered(void)
{
	static bool is_told;
	if (!is_told)
		adapter_refuses_now("+scan",
				    "under a seccomp filter no memory is looked at");
	is_told = true;
}

static void look(void)
{
	count = 0;
	if (memory_may_be_asked_for())
		memory_walk(LARGEST_SHAPE, visit);
	else
		tell_filtered();
}

/* A signal handler that forks amid this has what was found until then. */
static void before_fork(void)
{
	if (is_mine()) {
		depth++;
		return;
	}
	lock_take(lock());
	holder = (uintptr_t)pthread_self();
	holder_process = services.epoch();
	depth = 1;
	if (!services.is_kept(INDEX_OF_scan_adapter))
		look();
}

static void in_parent(void)
{
	if (!is_mine() || --depth)
		return;
	holder_process = 0;
	lock_drop(lock());
}

static const void *inherited;
static size_t inherited_size;
static void fill(void *buffer, size_t size)
{
	adapter_fill(buffer, size, "+scan", inherited, inherited_size);
}

struct again {
	struct match match;
	bool is_found;
};

static void take(const struct match *match, void *data)
{
	struct again *again = data;
	if (match->first == 0 && !again->is_found)
		*again = (struct again){*match, true};
}

/* Another thread may have drawn, or freed it, since the parent looked. */
static void heal(uintptr_t at, size_t size)
{
	static uint64_t words[LARGEST_SHAPE], before[LARGEST_SHAPE];
	const struct match *match;
	struct again again = {.is_found = false};
	if (size > LARGEST_SHAPE || !memory_read(at, words, size))
		return;
	shapes_find(words, size, take, &again);
	match = &again.match;
	if (!again.is_found || match->count != size)
		return;
	inherited = before;
	inherited_size = match->state_count * sizeof *words;
	memcpy(before, words + match->state, inherited_size);
	shapes_refresh(words, match, fill);
	memory_write(at, words, size);
	explicit_bzero(words, sizeof words);
	explicit_bzero(before, sizeof before);
}

/* A handler that forked amid this would have its child clear what the words are healed
 * in. */
static void in_child(void)
{
	sigset_t all, before;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	for (unsigned i = 0; i < count; i++)
		heal(found[i].at, found[i].count);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

static bool start(void)
{
	static bool is_registered;
	if (!is_registered && register_atfork(before_fork, in_parent, in_child, NULL))
		return false;
	is_registered = true;
	return true;
}

static const struct adapted functions[] = {
	{"__register_atfork", NULL, (void **)&register_atfork, false},
	{0},
};

const struct adapter scan_adapter = {functions, start};
