/* SPDX-License-Identifier: MIT
 *
 * LibTomCrypt 1.18: five generators, each a descriptor with its functions, which programs
 * call by name or by the table of those that they registered. The program gives them
 * their entropy, but from what can't be told, so all are healed: a child adds 64 bytes
 * and makes a new key. A generator has a lock, which a thread that is not here may hold:
 * where there were threads, a child gets fresh bytes instead.
 */
#include "objects.h"
#include "secret.h"
#include "tables.h"

#include <string.h>

typedef int simple(void *generator);
typedef int add_function(const unsigned char *in, unsigned long size, void *generator);
typedef unsigned long read_function(unsigned char *out, unsigned long size,
				    void *generator);

/* struct ltc_prng_descriptor, in words: its name, export_size, and these. */
enum { START = 2, ADD = 3, READY = 4, READ = 5, DONE = 6, IMPORT = 8, WORDS = 10 };
enum { MOST_REGISTERED = 32 };

static void **registered; /* prng_descriptor */

/* Each fills 32 pools in turn, of which the first has to have some: Fortuna's way. A part
 * is no longer than it takes. */
static void add_entropy(add_function *add, void *generator, uint32_t number)
{
	enum { PARTS = 32, PART = 32 };
	unsigned char fresh[PARTS * PART];
	adapter_fill(fresh, sizeof fresh, "tomcrypt", &number, sizeof number);
	for (int i = 0; i < PARTS; i++)
		add(fresh + i * PART, PART, generator);
	explicit_bzero(fresh, sizeof fresh);
}

#define GENERATOR(name)                                                                  \
	static void **name##_descriptor;                                                 \
	static simple *name##_start, *name##_ready, *name##_done;                        \
	static add_function *name##_add, *name##_import;                                 \
	static read_function *name##_read;                                               \
	static void heal_##name(void *generator, uint32_t number)                        \
	{                                                                                \
		if (!secret_was_alone())                                                 \
			return;                                                          \
		add_entropy(name##_add, generator, number);                              \
		name##_ready(generator);                                                 \
	}                                                                                \
	static const struct objects name##_kind = {                                      \
		"tomcrypt", INDEX_OF_tomcrypt_adapter, heal_##name, false};              \
	static int hook_##name##_start(void *generator)                                  \
	{                                                                                \
		objects_add(&name##_kind, generator);                                    \
		return name##_start(generator);                                          \
	}                                                                                \
	static int hook_##name##_import(const unsigned char *in, unsigned long size,     \
					void *generator)                                 \
	{                                                                                \
		objects_add(&name##_kind, generator);                                    \
		return name##_import(in, size, generator);                               \
	}                                                                                \
	static int hook_##name##_done(void *generator)                                   \
	{                                                                                \
		objects_remove(&name##_kind, generator);                                 \
		return name##_done(generator);                                           \
	}                                                                                \
	static unsigned long hook_##name##_read(unsigned char *out, unsigned long size,  \
						void *generator)                         \
	{                                                                                \
		if (!objects_before_draw(&name##_kind, generator) || secret_was_alone()) \
			return name##_read(out, size, generator);                        \
		secret_fill("tomcrypt", out, size);                                      \
		return size;                                                             \
	}                                                                                \
	static const struct table_hook name##_hooks[] = {                                \
		{START, (void *)hook_##name##_start, (void **)&name##_start},            \
		{IMPORT, (void *)hook_##name##_import, (void **)&name##_import},         \
		{DONE, (void *)hook_##name##_done, (void **)&name##_done},               \
		{READ, (void *)hook_##name##_read, (void **)&name##_read},               \
		{0},                                                                     \
	};

#define GENERATORS(X) X(yarrow) X(fortuna) X(rc4) X(sober128) X(chacha20)
GENERATORS(GENERATOR)

/* The library's own descriptor is known by its relocations; a program may have a copy
 * without any, and those that are registered are copies as well. */
static void fill_copies(void **descriptor, const struct table_hook *hooks)
{
	void *name = descriptor ? descriptor[0] : NULL;
	if (name)
		tables_fill(descriptor, hooks);
	for (int i = 0; name && registered && i < MOST_REGISTERED; i++) {
		void **copy = registered + i * WORDS;
		if (copy[0] == name)
			tables_fill(copy, hooks);
	}
}

static bool start(void)
{
	objects_start(&yarrow_kind);
	secret_start();
#define FILL(name) fill_copies(name##_descriptor, name##_hooks);
	GENERATORS(FILL)
	return true;
}

/* clang-format off */
#define FUNCTIONS(name, prefix) \
	{prefix "_start", (void *)hook_##name##_start, (void **)&name##_start, false}, \
	{prefix "_import", (void *)hook_##name##_import, (void **)&name##_import, false}, \
	{prefix "_done", (void *)hook_##name##_done, (void **)&name##_done, false}, \
	{prefix "_read", (void *)hook_##name##_read, (void **)&name##_read, false}, \
	{prefix "_add_entropy", NULL, (void **)&name##_add, false}, \
	{prefix "_ready", NULL, (void **)&name##_ready, false}, \
	{prefix "_desc", NULL, (void **)&name##_descriptor, false},
static const struct adapted functions[] = {
	FUNCTIONS(yarrow, "yarrow") FUNCTIONS(fortuna, "fortuna") FUNCTIONS(rc4, "rc4")
	FUNCTIONS(sober128, "sober128") FUNCTIONS(chacha20, "chacha20_prng")
	{"prng_descriptor", NULL, (void **)&registered, false},
	SECRET_SINGLE_THREADED,
	{0},
};
/* clang-format on */

const struct adapter tomcrypt_adapter = {functions, start};
