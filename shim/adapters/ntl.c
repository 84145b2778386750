/* SPDX-License-Identifier: MIT
 *
 * NTL (ZZ.cpp): each thread has a stream, which all that is random is drawn from by way
 * of GetCurrentRandomStream(), also within the library. It is seeded by itself when it is
 * first needed; a child seeds each of its threads' with 64 bytes by the library's
 * function.
 *
 * A stream that is set whole, SetSeed(RandomStream), is mostly put back
 * (RandomStreamPush) and counts for no seed.
 */
#include "objects.h"
#include "ranges.h"
#include "stream.h"

#include <errno.h>

typedef struct RandomStream RandomStream;
typedef struct ZZ ZZ;

static RandomStream *(*current)(void);
static unsigned long (*draw_word)(void);
static void (*draw_words)(long count, unsigned long *to);
static long (*draw_bits_long)(long count);
static unsigned long (*draw_bits_ulong)(long count);
static long (*draw_length_long)(long length);
static long (*draw_below_long)(long below);
static void (*draw_bits)(ZZ *, long count);
static void (*draw_length)(ZZ *, long count);
static void (*draw_below)(ZZ *, const ZZ *limit);
static void (*seed_bytes)(const unsigned char *data, long length);
static void (*seed_number)(const ZZ *);

static struct range library;
static uint64_t healed_in;     /* the process whose streams are to be its own */
static _Atomic uint32_t fills; /* tells its threads apart under --seed */

static void heal(void)
{
	healed_in = services.epoch();
}

static struct stream stream = {"ntl", INDEX_OF_ntl_adapter, heal, false};
static const struct objects threads = {"ntl", INDEX_OF_ntl_adapter, NULL, false};

static void fill(void)
{
	unsigned char fresh[64];
	uint32_t number = atomic_fetch_add(&fills, 1);
	adapter_fill(fresh, sizeof fresh, "ntl", &number, sizeof number);
	seed_bytes(fresh, sizeof fresh);
	__builtin_memset(fresh, 0, sizeof fresh);
}

/* A thread is known by where its errno is. */
static void before_draw(void)
{
	if (!stream_is_first_owners(&stream) && healed_in == services.epoch() &&
	    objects_first_time(&threads, &errno))
		fill();
}

#define DRAW(type, name, parameters, arguments)                                          \
	static type hook_##name parameters                                               \
	{                                                                                \
		before_draw();                                                           \
		return name arguments;                                                   \
	}
DRAW(RandomStream *, current, (void), ())
DRAW(unsigned long, draw_word, (void), ())
DRAW(void, draw_words, (long count, unsigned long *to), (count, to))
DRAW(long, draw_bits_long, (long count), (count))
DRAW(unsigned long, draw_bits_ulong, (long count), (count))
DRAW(long, draw_length_long, (long length), (length))
DRAW(long, draw_below_long, (long below), (below))
DRAW(void, draw_bits, (ZZ * to, long count), (to, count))
DRAW(void, draw_length, (ZZ * to, long count), (to, count))
DRAW(void, draw_below, (ZZ * to, const ZZ *limit), (to, limit))

/* The library seeds by the same function itself, at a thread's first draw. */
static bool is_programs(const void *caller)
{
	return !range_has(library, caller);
}

/* What the thread had is gone; the streams of others are what they were. */
static void note_seed(void)
{
	stream_seeded(&stream,
		      &(struct seeding){.generator = "ntl", .function = "SetSeed"});
	if (!stream_is_first_owners(&stream))
		objects_first_time(&threads, &errno);
}

static void hook_seed_bytes(const unsigned char *data, long length)
{
	bool is_seed = is_programs(__builtin_return_address(0));
	seed_bytes(data, length);
	if (is_seed)
		note_seed();
}

static void hook_seed_number(const ZZ *number)
{
	bool is_seed = is_programs(__builtin_return_address(0));
	seed_number(number);
	if (is_seed)
		note_seed();
}

static bool start(void)
{
	library = range_of((const void *)current);
	stream_start(&stream);
	return true;
}

/* clang-format off */
#define HOOKED(name, to) {"_ZN3NTL" name, (void *)hook_##to, (void **)&to, false}
static const struct adapted functions[] = {
	HOOKED("22GetCurrentRandomStreamEv", current), HOOKED("10RandomWordEv", draw_word),
	HOOKED("16VectorRandomWordElPm", draw_words), HOOKED("15RandomBits_longEl", draw_bits_long),
	HOOKED("16RandomBits_ulongEl", draw_bits_ulong), HOOKED("14RandomLen_longEl", draw_length_long),
	HOOKED("9RandomBndEl", draw_below_long), HOOKED("10RandomBitsERNS_2ZZEl", draw_bits),
	HOOKED("9RandomLenERNS_2ZZEl", draw_length), HOOKED("9RandomBndERNS_2ZZERKS0_", draw_below),
	HOOKED("7SetSeedEPKhl", seed_bytes), HOOKED("7SetSeedERKNS_2ZZE", seed_number),
	{0},
};
/* clang-format on */

const struct adapter ntl_adapter = {functions, start};
