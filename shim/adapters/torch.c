/* SPDX-License-Identifier: MIT
 *
 * PyTorch (ATen/CPUGeneratorImpl.cpp): a generator is a C++ object; the default one is
 * the process's, torch.Generator() makes others. Whatever draws asks for the default one
 * first, whichever it draws from, and before it takes a generator's mutex: then a child
 * heals all that it has inherited, once. Where what is in them, torch_state.c proves.
 *
 * manual_seed() and the like are the program's choice, so what a DataLoader gives its
 * workers stays. set_state() is one unless it is a state of what nobody had seeded: it
 * has that one's seed in it. Not seen: C++ programs that call a generator's random()
 * without asking for the default one (but audits see that).
 */
#include "torch.h"
#include "objects.h"
#include "stream.h"
#include "tables.h"

#include <pthread.h>

static void *const *(*get_default)(void);
static void (*construct)(void *self, uint64_t seed);
static void (*set_seed)(void *self, uint64_t seed);
static uint64_t (*current_seed)(const void *self);
static uint64_t (*seed)(void *self);
static void (*set_state)(void *self, const void *tensor);
static void *(*get_state)(void *result, const void *self);
static void *(*clone_one)(const void *self);
static uint32_t (*draw)(void *self);
static uint64_t (*draw64)(void *self);
static void (*delete)(void *self);

/* What torch.Generator() has until it is given another one. */
static const uint64_t DEFAULT_SEED = 67280421310721;

/* The seeds that the system gave, as many as were last. Inherited. */
enum { REMEMBERED = 256 };
static _Atomic uint64_t system_seeds[REMEMBERED];
static _Atomic uint32_t remembered;

static void remember(uint64_t one)
{
	system_seeds[atomic_fetch_add(&remembered, 1) % REMEMBERED] = one;
}

static bool is_from_system(uint64_t one)
{
	for (int i = 0; i < REMEMBERED; i++)
		if (system_seeds[i] == one && one)
			return true;
	return one == DEFAULT_SEED;
}

static void heal(void *generator, uint32_t number)
{
	const uint32_t numbers[2] = {number, 1};
	uint64_t fresh;
	adapter_fill(&fresh, sizeof fresh, "torch", numbers, sizeof numbers);
	fresh >>= 64 - 53; /* as many bits as PyTorch's own */
	set_seed(generator, fresh);
	remember(fresh);
	uint32_t *words = torch_engine(generator)->words;
	adapter_fill(words, sizeof torch_engine(generator)->words, "torch", &number,
		     sizeof number);
	torch_free_mutex(generator);
}

static const struct objects generators = {"torch", INDEX_OF_torch_adapter, heal, false};
/* For audits alone: what the program has seeded. */
static const struct objects chosen = {"torch", INDEX_OF_torch_adapter, heal, true};

/* A normal number that an audit would not see drawn: it was made before. */
static void forget_number(void *generator)
{
	struct torch_engine saved = *torch_engine(generator);
	set_seed(generator, saved.seed);
	*torch_engine(generator) = saved;
	__builtin_memset(&saved, 0, sizeof saved);
	torch_free_mutex(generator);
}

/* In an audit each is healed when it is drawn from. */
static void heal_one(void *generator)
{
	if (services.audited)
		forget_number(generator);
	else
		objects_before_draw(&generators, generator);
}

static void heal_all(void)
{
	objects_each(&generators, heal_one);
}

static struct stream all = {NULL, ANOTHER_STREAM(INDEX_OF_torch_adapter, LIFE_OF_TORCH),
			    heal_all, false};

static void settle(const void *generator)
{
	objects_before_draw(&generators, (void *)generator);
	if (services.audited)
		objects_before_draw(&chosen, (void *)generator);
}

static void add_unseeded(const void *generator)
{
	objects_remove(&chosen, generator);
	objects_add(&generators, generator);
}

static void add_seeded(const void *generator)
{
	objects_seeded(&generators, generator);
	if (services.audited && !services.reproducible)
		objects_add(&chosen, generator);
}

static void tell_seeded(const char *function, const uint64_t *given)
{
	if (services.audited)
		services.seeded(&(struct seeding){.generator = "torch",
						  .function = function,
						  .has_seed = given != NULL,
						  .seed = given ? (uint32_t)*given : 0});
}

/* The default generator is made by its first caller. */
static void *const *hook_get_default(void)
{
	static void *_Atomic known;
	void *const *generator = get_default();
	if (unlikely(known != *generator)) {
		known = *generator;
		remember(torch_engine(*generator)->seed);
		add_unseeded(*generator);
	}
	stream_is_first_owners(&all);
	return generator;
}

static void hook_construct(void *self, uint64_t given)
{
	construct(self, given);
	if (given == DEFAULT_SEED)
		add_unseeded(self);
	else
		add_seeded(self);
}

/* In seed(), which asks the system and then sets it. */
static _Atomic uintptr_t seeding;

static void hook_set_seed(void *self, uint64_t given)
{
	set_seed(self, given);
	if (seeding == (uintptr_t)pthread_self())
		return;
	add_seeded(self);
	tell_seeded("manual_seed", &given);
}

static uint64_t hook_seed(void *self)
{
	seeding = (uintptr_t)pthread_self();
	uint64_t given = seed(self);
	seeding = 0;
	remember(given);
	add_unseeded(self);
	return given;
}

static uint64_t hook_current_seed(const void *self)
{
	settle(self);
	return current_seed(self);
}

static void hook_set_state(void *self, const void *tensor)
{
	set_state(self, tensor);
	if (is_from_system(torch_engine(self)->seed)) {
		add_unseeded(self);
	} else {
		add_seeded(self);
		tell_seeded("set_state", NULL);
	}
}

static void *hook_get_state(void *result, const void *self)
{
	settle(self);
	return get_state(result, self);
}

static void *hook_clone(const void *self)
{
	settle(self);
	void *copy = clone_one(self);
	objects_copy(&generators, copy, self);
	objects_copy(&chosen, copy, self);
	return copy;
}

/* The last reference is gone. Not while another thread heals all. */
static void hook_delete(void *self)
{
	bool is_child = life_read(stream_life(&all)) != ROOT;
	if (is_child)
		stream_take(&all);
	objects_remove(&generators, self);
	objects_remove(&chosen, self);
	if (is_child)
		stream_drop(&all);
	delete (self);
}

/* Called for each number, so in audits alone. */
static uint32_t hook_draw(void *self)
{
	settle(self);
	return draw(self);
}

static uint64_t hook_draw64(void *self)
{
	settle(self);
	return draw64(self);
}

/* The vtable's second function deletes: the first three are those of all that is counted,
 * six since there are such for Python's objects; set_current_seed() is behind them. */
enum { DELETE = 1, SET_SEED = 3, LATER_SET_SEED = 6 };

static bool hook_deletion(void **vtable)
{
	static const struct table_hook hooks[] = {
		{DELETE, (void *)hook_delete, (void **)&delete}, {0}};
	delete = NULL;
	bool is_known = vtable[SET_SEED] == (void *)set_seed ||
			vtable[LATER_SET_SEED] == (void *)set_seed;
	return is_known && tables_fill(vtable, hooks);
}

/* Whether what is returned in memory goes by the first parameter; AArch64 has a register
 * of its own for it. */
#ifdef __x86_64__
enum { RESULT_IS_FIRST = true };
#else
enum { RESULT_IS_FIRST = false };
#endif

/* clang-format off */
#define MEMBER(name) "_ZN2at16CPUGeneratorImpl" name
enum { GET_STATE = 6, DRAW = 8, DRAW64 };
#define CONST_MEMBER(name) "_ZNK2at16CPUGeneratorImpl" name
static struct adapted functions[] = {
	{"_ZN2at6detail22getDefaultCPUGeneratorEv", (void *)hook_get_default, (void **)&get_default, 0},
	{MEMBER("C1Em"), (void *)hook_construct, (void **)&construct, 0},
	{MEMBER("16set_current_seedEm"), (void *)hook_set_seed, (void **)&set_seed, 0},
	{CONST_MEMBER("12current_seedEv"), (void *)hook_current_seed, (void **)&current_seed, 0},
	{MEMBER("4seedEv"), (void *)hook_seed, (void **)&seed, 0},
	{MEMBER("9set_stateERKN3c1010TensorImplE"), (void *)hook_set_state, (void **)&set_state, 0},
	[GET_STATE] = {CONST_MEMBER("9get_stateEv"), (void *)hook_get_state, (void **)&get_state, 0},
	{CONST_MEMBER("10clone_implEv"), (void *)hook_clone, (void **)&clone_one, 0},
	[DRAW] = {MEMBER("6randomEv"), NULL, (void **)&draw, 0},
	[DRAW64] = {MEMBER("8random64Ev"), NULL, (void **)&draw64, 0},
	{0},
};
/* clang-format on */

static bool start(void)
{
	void **vtable = torch_prove(construct, set_seed, draw);
	if (!vtable || !hook_deletion(vtable)) {
		adapter_refuses("torch", "its generators are not as they are known");
		return false;
	}
	if (!RESULT_IS_FIRST)
		functions[GET_STATE].hook = NULL;
	if (services.audited) {
		functions[DRAW].hook = (void *)hook_draw;
		functions[DRAW64].hook = (void *)hook_draw64;
	}
	objects_start(&generators);
	stream_start(&all);
	return true;
}

const struct adapter torch_adapter = {functions, start};
