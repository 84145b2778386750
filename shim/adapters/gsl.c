/* SPDX-License-Identifier: MIT
 *
 * GSL (rng/): generator objects, each known by the address of its state, because
 * gsl_rng_get() and the like are often compiled into the program, and go by their type's
 * pointers: so those are what is hooked, in the table of each of the library's types. A
 * child fills the state whole where its layout is proved (gsl_layouts.c); else it seeds
 * the object by the 31 bits that every type takes.
 */
#include "gsl.h"
#include "objects.h"
#include "recorder/elf_symbols.h"
#include "seals.h"

#include <errno.h>

struct generator {
	const struct gsl_type *type;
	void *state;
};

static struct generator *(*alloc)(const struct gsl_type *type);
static struct generator *(*clone)(const struct generator *);
static int (*copy)(struct generator *to, const struct generator *from);
static void (*set)(const struct generator *, unsigned long seed);
static int (*read_state)(void *file, struct generator *);
static void (*release)(struct generator *);
static const struct gsl_type **(*types_setup)(void);
static unsigned long *default_seed; /* 0 unless the program or GSL_RNG_SEED say so */

enum { MOST_TYPES = 96 };
static struct known {
	struct gsl_type type; /* as it was */
	const struct gsl_layout *layout;
} known[MOST_TYPES];

static const struct objects objects = {"gsl", INDEX_OF_gsl_adapter, NULL, false};

/* Of 31 bits: some types count on that (ran2, ranf), and one refuses 123459876 (ran0). */
static void reseed(const struct known *one, void *state, uint32_t number)
{
	uint32_t seed;
	adapter_fill(&seed, sizeof seed, "gsl", &number, sizeof number);
	seed &= INT32_MAX;
	one->type.set(state, seed && seed != 123459876 ? seed : 1);
}

static seldom void heal(const struct known *one, void *state)
{
	int saved = errno;
	uint32_t number;
	if (objects_are_inherited(&objects, state, &number)) {
		if (!one->layout) {
			reseed(one, state, number);
		} else {
			adapter_fill(state, one->layout->size, "gsl", &number,
				     sizeof number);
			one->layout->make(state);
		}
	}
	errno = saved;
}

static inline void before_draw(const struct known *one, void *state)
{
	const struct life *life = &services.lives[objects.index - ADAPTERS_BEGIN];
	if (unlikely(atomic_load_explicit(&life->word, memory_order_relaxed) != ROOT))
		heal(one, state);
}

/* A pair for each type, as a state does not say which it is of. */
#define PAIR(i)                                                                          \
	static unsigned long get_##i(void *state)                                        \
	{                                                                                \
		before_draw(&known[i], state);                                           \
		return known[i].type.get(state);                                         \
	}                                                                                \
	static double get_double_##i(void *state)                                        \
	{                                                                                \
		before_draw(&known[i], state);                                           \
		return known[i].type.get_double(state);                                  \
	}
/* Octal: 0 to 95. */
/* clang-format off */
#define LINE(i) {get_##i, get_double_##i},
#define EIGHT(X, d) X(d##0) X(d##1) X(d##2) X(d##3) X(d##4) X(d##5) X(d##6) X(d##7)
#define ALL(X) EIGHT(X, 0) EIGHT(X, 01) EIGHT(X, 02) EIGHT(X, 03) EIGHT(X, 04) EIGHT(X, 05) \
	EIGHT(X, 06) EIGHT(X, 07) EIGHT(X, 010) EIGHT(X, 011) EIGHT(X, 012) EIGHT(X, 013)
/* clang-format on */
ALL(PAIR)
static const struct {
	unsigned long (*get)(void *);
	double (*get_double)(void *);
} hooks[] = {ALL(LINE)};
_Static_assert(sizeof hooks / sizeof *hooks == MOST_TYPES, "a pair for each");

static struct generator *hook_alloc(const struct gsl_type *type)
{
	struct generator *made = alloc(type);
	if (made && !*default_seed)
		objects_add(&objects, made->state);
	return made;
}

static struct generator *hook_clone(const struct generator *from)
{
	struct generator *made = clone(from);
	if (made)
		objects_copy(&objects, made->state, from->state);
	return made;
}

static int hook_copy(struct generator *to, const struct generator *from)
{
	int failed = copy(to, from);
	if (!failed)
		objects_copy(&objects, to->state, from->state);
	return failed;
}

static void hook_set(const struct generator *generator, unsigned long seed)
{
	objects_seeded(&objects, generator->state);
	set(generator, seed);
}

static int hook_read(void *file, struct generator *generator)
{
	int failed = read_state(file, generator);
	if (!failed)
		objects_seeded(&objects, generator->state);
	return failed;
}

static void hook_release(struct generator *generator)
{
	if (generator)
		objects_remove(&objects, generator->state);
	release(generator);
}

static int put_hooks(struct dl_phdr_info *object, size_t size, void *data)
{
	struct seal seal = seal_of(object);
	const struct gsl_type **types = data;
	(void)size;
	for (int i = 0; i < MOST_TYPES && types[i]; i++) {
		struct gsl_type *type = (struct gsl_type *)types[i];
		if (!elf_parts_contain(elf_parts_of(object), type) ||
		    type->get == hooks[i].get)
			continue;
		known[i] = (struct known){*type, gsl_layout_of(type)};
		seal_write(&seal, &type->get_double, hooks[i].get_double);
		seal_write(&seal, &type->get, hooks[i].get);
	}
	seal_close(&seal);
	return 0;
}

static bool start(void)
{
	const struct gsl_type **types = types_setup();
	if (types[0] && types[0]->size > sizeof(int) << 20) {
		adapter_refuses("gsl", "its types are not as they are known");
		return false;
	}
	objects_start(&objects);
	dl_iterate_phdr(put_hooks, types);
	return true;
}

/* clang-format off */
static const struct adapted functions[] = {
	{"gsl_rng_alloc", (void *)hook_alloc, (void **)&alloc, false},
	{"gsl_rng_clone", (void *)hook_clone, (void **)&clone, false},
	{"gsl_rng_memcpy", (void *)hook_copy, (void **)&copy, false},
	{"gsl_rng_set", (void *)hook_set, (void **)&set, false},
	{"gsl_rng_fread", (void *)hook_read, (void **)&read_state, false},
	{"gsl_rng_free", (void *)hook_release, (void **)&release, false},
	{"gsl_rng_types_setup", NULL, (void **)&types_setup, false},
	{"gsl_rng_default_seed", NULL, (void **)&default_seed, false},
	{0},
};
/* clang-format on */

const struct adapter gsl_adapter = {functions, start};
