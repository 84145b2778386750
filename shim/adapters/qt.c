/* SPDX-License-Identifier: MIT
 *
 * Qt 5 and 6 (qrandom.cpp): QRandomGenerator::global(), under a mutex that a child may
 * find held for ever, and qrand() of Qt 5, which begins alike in every process and
 * thread. The global generator can't be seeded or set by the program: a child's numbers
 * are fresh bytes of a pool of its own. Objects of the program's own, which need a seed,
 * and system() are left alone.
 *
 * Not reached: Qt's own calls within libQtCore, which go by no slot (the names that
 * QTemporaryFile tries).
 */
#include "pool.h"

#include <string.h>

typedef struct QRandomGenerator QRandomGenerator;

static QRandomGenerator *(*global)(void);
static void (*fill_range)(QRandomGenerator *, void *begin, void *end); /* Qt 5 */
static uint64_t (*fill_words)(QRandomGenerator *, void *begin,
			      ptrdiff_t count); /* Qt 6 */
static int (*old_rand)(void);
static void (*old_seed)(unsigned seed);

static QRandomGenerator *_Atomic the_global; /* once the program has asked for it */
static struct pool pool;
static bool is_in_own; /* inherited: this process's numbers come from the pool */
static _Atomic uint64_t seeded_in; /* the process that called qsrand(); 0: none has */

static void heal(void)
{
	is_in_own = true;
	pool_empty(&pool);
}

static struct stream stream = {"qt", INDEX_OF_qt_adapter, heal, false};

static QRandomGenerator *hook_global(void)
{
	QRandomGenerator *generator = global();
	the_global = generator;
	return generator;
}

static bool draws_own(void)
{
	return !stream_is_first_owners(&stream) && is_in_own;
}

static void hook_fill_range(QRandomGenerator *generator, void *begin, void *end)
{
	if (generator == the_global && draws_own())
		pool_draw(&pool, &stream, begin, (size_t)((char *)end - (char *)begin));
	else
		fill_range(generator, begin, end);
}

/* It returns the first 64 bits, or the only 32, and needs nowhere to put them. */
static uint64_t hook_fill_words(QRandomGenerator *generator, void *begin, ptrdiff_t count)
{
	uint64_t first = 0;
	if (generator != the_global || !draws_own())
		return fill_words(generator, begin, count);
	size_t size = (size_t)count * sizeof(uint32_t);
	void *to = begin ? begin : &first;
	pool_draw(&pool, &stream, to, begin || size < sizeof first ? size : sizeof first);
	memcpy(&first, to, size < sizeof first ? size : sizeof first);
	return first;
}

/* The program has chosen: here, or before, unless streams are to be repeatable. */
static bool is_programs(void)
{
	uint64_t by = seeded_in;
	return by && (by == services.epoch() || !services.reproducible);
}

static int hook_old_rand(void)
{
	int number;
	if (is_programs() || !draws_own())
		return old_rand();
	pool_draw(&pool, &stream, &number, sizeof number);
	return number & INT32_MAX; /* RAND_MAX */
}

static void hook_old_seed(unsigned seed)
{
	seeded_in = services.epoch();
	if (services.audited)
		services.seeded(&(struct seeding){.generator = "qt",
						  .function = "qsrand",
						  .has_seed = true,
						  .seed = seed});
	old_seed(seed);
}

static bool start(void)
{
	stream_start(&stream);
	return fill_range || fill_words;
}

/* clang-format off */
static const struct adapted functions[] = {
	{"_ZN18QRandomGenerator646globalEv", (void *)hook_global, (void **)&global, false},
	{"_ZN16QRandomGenerator10_fillRangeEPvS0_", (void *)hook_fill_range, (void **)&fill_range, true},
	{"_ZN16QRandomGenerator10_fillRangeEPvx", (void *)hook_fill_words, (void **)&fill_words, true},
	{"_Z5qrandv", (void *)hook_old_rand, (void **)&old_rand, true},
	{"_Z6qsrandj", (void *)hook_old_seed, (void **)&old_seed, true},
	{0},
};
/* clang-format on */

const struct adapter qt_adapter = {functions, start};
