/* SPDX-License-Identifier: MIT
 *
 * Engine objects of scripts (Random\Engine\Mt19937, PcgOneseq128XslRr64,
 * Xoshiro256StarStar), and what draws from one: Random\Randomizer. Which were made
 * without a seed is known by their constructors; copies and frees by the class's handlers
 * (zend_object_handlers), which the first object leads to. Engines that PHP keeps for
 * itself, as its sessions' of 8.4, lie in its own data and never had a seed.
 */
#include "php.h"

#include "adapters/objects.h"
#include "recorder/elf_symbols.h"

#include <string.h>

static void fill(enum php_algorithm algorithm, void *at, const void *known, size_t size);

#define HEALS(algorithm)                                                                 \
	static void heal_##algorithm(void *at, uint32_t number)                          \
	{                                                                                \
		fill(algorithm, at, &number, sizeof number);                             \
	}                                                                                \
	static void heal_seeded_##algorithm(void *at, uint32_t number)                   \
	{                                                                                \
		(void)number;                                                            \
		fill(algorithm, at, php_state(at), php_layout->sizes[algorithm]);        \
	}
HEALS(PHP_TWISTER)
HEALS(PHP_PCG)
HEALS(PHP_XOSHIRO)

#define KINDS(algorithm)                                                                 \
	[algorithm] = {{"php", INDEX_OF_php_adapter, heal_##algorithm, false},           \
		       {"php", INDEX_OF_php_adapter, heal_seeded_##algorithm, true}}
/* Made without a seed, and with one. */
static const struct objects kinds[][2] = {KINDS(PHP_TWISTER), KINDS(PHP_PCG),
					  KINDS(PHP_XOSHIRO)};
enum { ENGINES = sizeof kinds / sizeof *kinds };

/* All of the state; a twister begins its round of words. */
static void fill(enum php_algorithm algorithm, void *at, const void *known, size_t size)
{
	char *state = php_state(at);
	if (algorithm != PHP_TWISTER) {
		adapter_fill(state, php_layout->sizes[algorithm], "php", known, size);
		return;
	}
	adapter_fill(state + php_layout->words, PHP_WORDS * sizeof(uint32_t), "php",
		     known, size);
	*(uint32_t *)(state + php_layout->count) = 0;
}

static struct elf_parts own; /* of the object that PHP is */

static bool is_first_owner(void)
{
	struct life *life = &services.lives[INDEX_OF_php_adapter - ADAPTERS_BEGIN];
	return atomic_load_explicit(&life->word, memory_order_relaxed) == ROOT;
}

void php_engines_before_draw(enum php_algorithm algorithm, void *at)
{
	const struct objects *kind = kinds[algorithm];
	if (likely(is_first_owner()))
		return;
	if (elf_parts_contain(own, at))
		objects_inherited(&kind[0], at);
	objects_before_draw(&kind[0], at);
	objects_before_draw(&kind[1], at);
}

/* What lies before an object of a class of ours: its algorithm, and what it is known by.
 */
struct engine {
	void **algorithm;
	void *at;
	uint64_t head[2];
	void *class;
	void **handlers;
};
enum { HEAD = 2 * sizeof(void *) };
enum { FREE = 1, CLONE = 3 }; /* in the handlers */

static int algorithm_of(const struct engine *engine)
{
	int i = 0;
	while (i < ENGINES && engine->algorithm != php_algorithms[i])
		i++;
	return i;
}

static const struct engine *engine_of(const void *object)
{
	return (const struct engine *)((const char *)object - HEAD);
}

static void (*common_free)(void *object);
static void *(*common_clone)(void *object);

static void hook_free(void *object)
{
	const struct engine *engine = engine_of(object);
	int i = algorithm_of(engine);
	for (int seeded = 0; i < ENGINES && seeded < 2; seeded++)
		objects_remove(&kinds[i][seeded], engine->at);
	common_free(object);
}

static void *hook_clone(void *object)
{
	const struct engine *engine = engine_of(object);
	int i = algorithm_of(engine);
	if (i < ENGINES)
		php_engines_before_draw(i, engine->at);
	void *copy = common_clone(object);
	for (int seeded = 0; i < ENGINES && copy && seeded < 2; seeded++)
		objects_copy(&kinds[i][seeded], engine_of(copy)->at, engine->at);
	return copy;
}

/* They are one table for each class, in PHP's data. */
static void watch(void **handlers)
{
	if (!elf_parts_contain(own, handlers) || handlers[FREE] != (void *)common_free ||
	    handlers[CLONE] != (void *)common_clone)
		return;
	handlers[FREE] = (void *)hook_free;
	handlers[CLONE] = (void *)hook_clone;
}

/* Enough of a state to tell whether it has been seeded. */
struct glimpse {
	uint32_t words[4], count;
};

static struct glimpse look(const struct engine *engine, int algorithm)
{
	struct glimpse seen = {.count = 0};
	if (algorithm == ENGINES)
		return seen;
	const char *state = php_state(engine->at);
	bool is_twister = algorithm == PHP_TWISTER;
	memcpy(seen.words, state + (is_twister ? php_layout->words : 0),
	       sizeof seen.words);
	if (is_twister)
		memcpy(&seen.count, state + php_layout->count, sizeof seen.count);
	return seen;
}

/* Calls what makes an engine, or seeds it anew: unless PHP refuses the arguments. */
static void make(php_function *function, struct php_call *call, struct php_value *result,
		 bool is_seeded)
{
	const struct engine *engine = engine_of(call->self.pointer);
	int i = algorithm_of(engine);
	struct glimpse before = look(engine, i), after;
	php_frames_prove(call);
	function(call, result);
	after = look(engine, i);
	if (i == ENGINES || memcmp(&before, &after, sizeof before) == 0)
		return;
	watch(engine->handlers);
	objects_remove(&kinds[i][!is_seeded], engine->at);
	objects_add(&kinds[i][is_seeded], engine->at);
}

static struct php_listed constructors[ENGINES + 1], restorers[ENGINES + 1];

#define CONSTRUCTOR(i)                                                                   \
	static void construct_##i(struct php_call *call, struct php_value *result)       \
	{                                                                                \
		make(constructors[i].next, call, result, php_has_argument(call));        \
	}                                                                                \
	static void restore_##i(struct php_call *call, struct php_value *result)         \
	{                                                                                \
		make(restorers[i].next, call, result, true);                             \
	}
CONSTRUCTOR(0)
CONSTRUCTOR(1)
CONSTRUCTOR(2)

static struct php_listed constructors[ENGINES + 1] = {
	{construct_0, NULL}, {construct_1, NULL}, {construct_2, NULL}, {NULL, NULL}};
static struct php_listed restorers[ENGINES + 1] = {
	{restore_0, NULL}, {restore_1, NULL}, {restore_2, NULL}, {NULL, NULL}};
static const struct php_wanted wanted[] = {
	{"__construct", NULL, "generate", constructors},
	{"__unserialize", "generate", NULL, restorers},
	{0},
};

/* A state that is written down is the one that will be drawn from. */
static php_serialize *serializes[ENGINES];

#define SERIALIZE(algorithm)                                                             \
	static bool serialize_##algorithm(void *at, void *array)                         \
	{                                                                                \
		php_engines_before_draw(algorithm, at);                                  \
		return serializes[algorithm](at, array);                                 \
	}
SERIALIZE(PHP_TWISTER)
SERIALIZE(PHP_PCG)
SERIALIZE(PHP_XOSHIRO)
static php_serialize *const hooks[ENGINES] = {serialize_PHP_TWISTER, serialize_PHP_PCG,
					      serialize_PHP_XOSHIRO};

void php_engines_meet(const struct dl_phdr_info *info, struct object *object)
{
	own = elf_parts_of(info);
	php_tables_hook(info, object, wanted);
	for (int i = 0; i < ENGINES; i++)
		php_hook(object, &php_algorithms[i][php_layout->serialize],
			 (void *)hooks[i], (void **)&serializes[i]);
}

bool php_engines_start(void *theirs_free, void *theirs_clone)
{
	common_free = (void (*)(void *))theirs_free;
	common_clone = (void *(*)(void *))theirs_clone;
	php_tables_forget(wanted);
	objects_start(&kinds[PHP_TWISTER][0]);
	return theirs_free && theirs_clone;
}
