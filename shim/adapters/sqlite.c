/* SPDX-License-Identifier: MIT
 *
 * SQLite (random.c): everything random in it, random(), randomblob(), rowids and names of
 * temporary files, comes from sqlite3_randomness(), under a mutex that a child may find
 * held for ever. Its bytes are those of no particular stream, so a child's come from the
 * shim instead, by the block, under a lock that every child finds free. Inside SQLite
 * calls go by slots as well, also where Python, Perl or PHP have opened it for
 * themselves.
 */
#include "pool.h"
#include "ranges.h"

#include <stdarg.h>

enum { SEEDS_ITSELF = 28 }; /* SQLITE_TESTCTRL_PRNG_SEED */

static void (*randomness)(int size, void *buffer);
static int (*test_control)(int what, ...);

static struct pool pool;
static bool is_in_own; /* inherited: this process's bytes come from the pool */
static struct range library;

static void heal(void)
{
	is_in_own = true;
	pool_empty(&pool);
}

static struct stream stream = {"sqlite", INDEX_OF_sqlite_adapter, heal, false};

/* Without a buffer it is to be seeded anew, and nobody draws: what was inherited is gone,
 * which is no finding. SQLite asks for that itself when it opens a file under another
 * pid; what nobody draws from here needs no mutex. */
static void hook_randomness(int size, void *buffer)
{
	const void *caller = __builtin_return_address(0);
	bool is_draw = size > 0 && buffer;
	if (!is_draw)
		stream_renew(&stream);
	bool is_own = !stream_is_first_owners(&stream) && is_in_own;
	if (!is_own)
		randomness(size, buffer);
	else if (is_draw)
		pool_draw(&pool, &stream, buffer, (size_t)size);
	else if (!range_has(library, caller))
		randomness(size, buffer);
}

/* No more than four values follow `what` (sqlite3_test_control's documentation). */
static int hook_test_control(int what, ...)
{
	va_list list;
	va_start(list, what);
	uintptr_t one = va_arg(list, uintptr_t), two = va_arg(list, uintptr_t),
		  three = va_arg(list, uintptr_t), four = va_arg(list, uintptr_t);
	va_end(list);
	if (what == SEEDS_ITSELF) {
		stream_seeded(&stream, &(struct seeding){.generator = "sqlite",
							 .function = "PRNG_SEED",
							 .has_seed = true,
							 .seed = (uint32_t)one});
		is_in_own = false;
	}
	return test_control(what, one, two, three, four);
}

static bool start(void)
{
	library = range_of((const void *)randomness);
	stream_start(&stream);
	return true;
}

/* clang-format off */
static const struct adapted functions[] = {
	{"sqlite3_randomness", (void *)hook_randomness, (void **)&randomness, false},
	{"sqlite3_test_control", (void *)hook_test_control, (void **)&test_control, true},
	{0},
};
/* clang-format on */

const struct adapter sqlite_adapter = {functions, start};
