/* SPDX-License-Identifier: MIT
 *
 * GLib (glib/grand.c): g_random_*() draw from one GRand of the process, under a lock that
 * a child may find held for ever. A child therefore draws from a GRand of its own, which
 * its parent made when GLib was found, under a lock that every child finds free. GRand
 * objects without a seed are healed where they are.
 */
#include "objects.h"
#include "stream.h"

typedef struct _GRand GRand;

static uint32_t (*random_int)(void);
static int32_t (*random_int_range)(int32_t begin, int32_t end);
static double (*random_double)(void);
static double (*random_double_range)(double begin, double end);
static void (*random_set_seed)(uint32_t seed);
static char *(*uuid_string_random)(void);
static GRand *(*rand_new)(void);
static GRand *(*new_with_seed)(uint32_t seed);
static GRand *(*new_with_seed_array)(const uint32_t *seed, unsigned length);
static GRand *(*rand_copy)(GRand *);
static void (*rand_free)(GRand *);
static void (*set_seed)(GRand *, uint32_t seed);
static void (*set_seed_array)(GRand *, const uint32_t *seed, unsigned length);
static uint32_t (*rand_int)(GRand *);
static int32_t (*rand_int_range)(GRand *, int32_t begin, int32_t end);
static double (*rand_double)(GRand *);
static double (*rand_double_range)(GRand *, double begin, double end);
static char *(*strdup_printf)(const char *format, ...);

enum { WORDS = 624 }; /* of the Mersenne twister: all of its state */

static GRand *own;     /* a child's, instead of GLib's */
static bool is_in_own; /* inherited: this process's numbers come from there */

/* `number` tells apart what one process fills under --seed. */
static void fill(GRand *generator, uint32_t number)
{
	uint32_t fresh[WORDS];
	adapter_fill(fresh, sizeof fresh, "glib", &number, sizeof number);
	set_seed_array(generator, fresh, WORDS);
	__builtin_memset(fresh, 0, sizeof fresh);
}

static void heal(void)
{
	is_in_own = true;
	fill(own, UINT32_MAX);
}

static void heal_object(void *object, uint32_t number)
{
	fill(object, number);
}

static struct stream stream = {"glib", INDEX_OF_glib_adapter, heal, false};
static const struct objects objects = {"glib", INDEX_OF_glib_adapter, heal_object, false};

/* Then the lock is taken, and the numbers come from the child's own. */
static bool draws_own(void)
{
	if (stream_is_first_owners(&stream) || !is_in_own)
		return false;
	stream_take(&stream);
	return true;
}

#define OWN_OR(own_draw, librarys)                                                       \
	if (!draws_own())                                                                \
		return librarys;                                                         \
	__auto_type value = own_draw;                                                    \
	stream_drop(&stream);                                                            \
	return value;

static uint32_t hook_random_int(void)
{
	OWN_OR(rand_int(own), random_int())
}

static int32_t hook_random_int_range(int32_t begin, int32_t end)
{
	OWN_OR(rand_int_range(own, begin, end), random_int_range(begin, end))
}

static double hook_random_double(void)
{
	OWN_OR(rand_double(own), random_double())
}

static double hook_random_double_range(double begin, double end)
{
	OWN_OR(rand_double_range(own, begin, end), random_double_range(begin, end))
}

/* A child that seeds gets the stream that GLib's own would give. */
static void hook_random_set_seed(uint32_t seed)
{
	stream_seeded(&stream, &(struct seeding){.generator = "glib",
						 .function = "g_random_seed",
						 .has_seed = true,
						 .seed = seed});
	bool is_childs = !stream_is_first_owners(&stream);
	is_in_own = is_childs;
	if (!is_childs) {
		random_set_seed(seed);
		return;
	}
	stream_take(&stream);
	set_seed(own, seed);
	stream_drop(&stream);
}

/* RFC 9562, version 4, as GLib has it. */
static char *uuid_of(uint32_t words[4])
{
	unsigned char *byte = (unsigned char *)words;
	byte[6] = (byte[6] & 0x0f) | 0x40;
	byte[8] = (byte[8] & 0x3f) | 0x80;
	return strdup_printf("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
			     "%02x%02x%02x%02x%02x%02x",
			     byte[0], byte[1], byte[2], byte[3], byte[4], byte[5],
			     byte[6], byte[7], byte[8], byte[9], byte[10], byte[11],
			     byte[12], byte[13], byte[14], byte[15]);
}

static char *hook_uuid_string_random(void)
{
	uint32_t words[4];
	if (!draws_own())
		return uuid_string_random();
	for (int i = 0; i < 4; i++)
		words[i] = rand_int(own);
	stream_drop(&stream);
	return uuid_of(words);
}

static GRand *hook_rand_new(void)
{
	GRand *made = rand_new();
	objects_add(&objects, made);
	return made;
}

static GRand *hook_new_with_seed(uint32_t seed)
{
	GRand *made = new_with_seed(seed);
	objects_seeded(&objects, made);
	return made;
}

static GRand *hook_new_with_seed_array(const uint32_t *seed, unsigned length)
{
	GRand *made = new_with_seed_array(seed, length);
	objects_seeded(&objects, made);
	return made;
}

static GRand *hook_rand_copy(GRand *original)
{
	GRand *copy = rand_copy(original);
	objects_copy(&objects, copy, original);
	return copy;
}

static void hook_rand_free(GRand *object)
{
	objects_remove(&objects, object);
	rand_free(object);
}

static void hook_set_seed(GRand *object, uint32_t seed)
{
	objects_seeded(&objects, object);
	set_seed(object, seed);
}

static void hook_set_seed_array(GRand *object, const uint32_t *seed, unsigned length)
{
	objects_seeded(&objects, object);
	set_seed_array(object, seed, length);
}

static uint32_t hook_rand_int(GRand *object)
{
	objects_before_draw(&objects, object);
	return rand_int(object);
}

static int32_t hook_rand_int_range(GRand *object, int32_t begin, int32_t end)
{
	objects_before_draw(&objects, object);
	return rand_int_range(object, begin, end);
}

static double hook_rand_double(GRand *object)
{
	objects_before_draw(&objects, object);
	return rand_double(object);
}

static double hook_rand_double_range(GRand *object, double begin, double end)
{
	objects_before_draw(&objects, object);
	return rand_double_range(object, begin, end);
}

static bool start(void)
{
	static const uint32_t any = 1;
	own = own ? own : new_with_seed_array(&any, 1);
	stream_start(&stream);
	objects_start(&objects);
	return own != NULL;
}

/* clang-format off */
#define HOOKED(name) {"g_" #name, (void *)hook_##name, (void **)&name, false}
#define CALLED(name, to) {name, NULL, (void **)&to, false}
static const struct adapted functions[] = {
	HOOKED(random_int), HOOKED(random_int_range),
	HOOKED(random_double), HOOKED(random_double_range), HOOKED(random_set_seed),
	{"g_uuid_string_random", (void *)hook_uuid_string_random, (void **)&uuid_string_random, true}, /* 2.52 */
	HOOKED(rand_new), HOOKED(rand_copy), HOOKED(rand_free),
	HOOKED(rand_int), HOOKED(rand_int_range), HOOKED(rand_double), HOOKED(rand_double_range),
	{"g_rand_set_seed", (void *)hook_set_seed, (void **)&set_seed, false},
	{"g_rand_set_seed_array", (void *)hook_set_seed_array, (void **)&set_seed_array, false},
	{"g_rand_new_with_seed", (void *)hook_new_with_seed, (void **)&new_with_seed, false},
	{"g_rand_new_with_seed_array", (void *)hook_new_with_seed_array, (void **)&new_with_seed_array, false},
	CALLED("g_strdup_printf", strdup_printf),
	{0},
};
/* clang-format on */

const struct adapter glib_adapter = {functions, start};
