/* SPDX-License-Identifier: MIT
 *
 * Starting: find what lies behind the hooks, read FORKSEED_LOCKS, ask the kernel for
 * barriers and wiped memory, register for forks.
 */
#include "start.h"
#include "core/text.h"
#include "fork.h"
#include "hold.h"
#include "next.h"
#include "recorder/findings.h"
#include "slots.h"
#include "system.h"
#include "tell.h"

enum { DEFAULT_BOUND = 50, MOST_BOUND = 60000, MOST_DIGITS = 5, PAGE = 4096 };

/* As in the shim: crtbeginS.o, which we do without, defines it. */
extern void *const __dso_handle __attribute__((visibility("hidden")));
void *const __dso_handle = NULL;

enum { ASLEEP, STARTING, STARTED };
static _Atomic int stage = ASLEEP;
static _Atomic bool is_found;
static struct locks_settings settings;
bool hold_wanted = true; /* until it is known */
bool locks_always_look;
static const char inert = 1;

const struct locks_settings *locks_settings(void)
{
	return &settings;
}

static bool is_active(void)
{
	return settings.heals || settings.warns;
}

/* Idempotent, so that a handler or thread in mid-start may do it as well. */
void locks_find_once(void)
{
	if (is_found)
		return;
	next_find();
	is_found = true;
}

/* Milliseconds behind "wait=", as nanoseconds; what the launcher would refuse counts as
 * not given. */
static int64_t bound_of(const char *list)
{
	int64_t number = 0;
	const char *digits = text_in_list(list, "wait="), *end = digits;
	while (end && *end >= '0' && *end <= '9' && end - digits < MOST_DIGITS)
		number = number * 10 + (*end++ - '0');
	bool is_given = number && number <= MOST_BOUND && (*end == 0 || *end == ',');
	return (is_given ? number : DEFAULT_BOUND) * MILLISECOND;
}

static void read_settings(void)
{
	const char *text = secure_getenv("FORKSEED_LOCKS");
	const char *off = secure_getenv("FORKSEED");
	bool is_off = (off && text_is(off, "off")) || !next_is_glibc();
	settings.heals = text_lists(text, "heal") && !is_off;
	settings.warns = text_lists(text, "warn") && !is_off && !settings.heals &&
			 tell_is_wanted();
	settings.mutexes = settings.heals && text_lists(text, "mutexes");
	settings.bound = bound_of(text);
}

static bool kernel_wipes(void)
{
	void *page = system_map(PAGE);
	bool wipes = page && system_is_wiped(page, PAGE);
	if (page)
		system_unmap(page, PAGE);
	return wipes;
}

/* A child runs nothing of ours that it need not: its first step costs a page fault. */
static bool needs_child(void)
{
	return settings.mutexes || settings.warns || !settings.wiped;
}

void locks_in_child(void)
{
	if (needs_child())
		fork_in_child();
}

/* While there is one thread, being registered costs next to nothing; later it may take
 * the kernel milliseconds. */
static void start(void)
{
	locks_find_once();
	read_settings();
	if (!is_active()) {
		hold_wanted = false;
		gate_single_threaded = &inert;
		return;
	}
	hold_wanted = settings.mutexes;
	settings.wiped = kernel_wipes();
	locks_always_look =
		!system_membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) ||
		settings.warns;
	gate_single_threaded = next_threads_flag();
}

/* Called by an allocator before libc has begun, there are no settings to be read yet. */
bool locks_start_once(void)
{
	if (likely(atomic_load_explicit(&stage, memory_order_acquire) == STARTED))
		return is_active();
	int asleep = ASLEEP, saved = errno;
	locks_find_once();
	if (environ && !shim_is_starting() &&
	    atomic_compare_exchange_strong(&stage, &asleep, STARTING)) {
		start();
		stage = STARTED;
	}
	errno = saved;
	return stage == STARTED && is_active();
}

void locks_register_once(void)
{
	static _Atomic bool is_registered;
	/* Written once: each write after a fork copies a page. */
	if (locks_start_once() && !is_registered &&
	    !atomic_exchange(&is_registered, true))
		next.__register_atfork(fork_close, fork_open,
				       needs_child() ? fork_in_child : NULL, NULL);
}

__attribute__((constructor)) static void construct(void)
{
	locks_register_once();
}
