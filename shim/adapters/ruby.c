/* SPDX-License-Identifier: MIT
 *
 * Ruby (random.c): Random objects that were made without a seed, known by the address of
 * their state. Ruby seeds what Kernel#rand, Random.rand and shuffle draw from anew in
 * each child itself; that is not touched. Whether an object was given a seed is seen
 * where Ruby's initialize is called, for which it defines a function of ours when it
 * starts; draws go by a table of functions (ruby_tables.c). A child fills a state by 624
 * words through the table's own function for that. An object belongs to one thread at a
 * time, and no lock is taken.
 */
#include "ruby.h"
#include "objects.h"
#include "ranges.h"

#include <string.h>

typedef uintptr_t VALUE;
typedef VALUE initializer(int count, const VALUE *arguments, VALUE object);
typedef VALUE copier(VALUE object, VALUE original);

static void (*define)(VALUE class, const char *name, void *function, int arity);
static VALUE (*superclass)(VALUE class);
static void *(*state_of)(VALUE object, const struct ruby_type *type);
static int (*is_of_type)(VALUE object, const struct ruby_type *type);
static void (*release)(void *memory);
static const VALUE *random_class;
static const struct ruby_type *parent_type, *parent_type_1_0; /* until 3.1, and since */

static initializer *rubys_initialize;
static copier *rubys_copy;

static void heal(void *state, uint32_t number)
{
	uint32_t fresh[TWISTER_WORDS];
	adapter_fill(fresh, sizeof fresh, "ruby", &number, sizeof number);
	ruby_known.seed(state, fresh, TWISTER_WORDS);
	explicit_bzero(fresh, sizeof fresh);
}

static const struct objects objects = {"ruby", INDEX_OF_ruby_adapter, heal, false};

/* NULL: a generator of another kind, by some extension. */
static void *known_state(VALUE object)
{
	const struct ruby_type *type = ruby_known.type;
	return type && is_of_type(object, type) ? state_of(object, type) : NULL;
}

static VALUE hook_initialize(int count, const VALUE *arguments, VALUE object)
{
	VALUE made = rubys_initialize(count, arguments, object);
	void *state = known_state(object);
	if (state && count == 0)
		objects_add(&objects, state);
	else if (state)
		objects_seeded(&objects, state);
	return made;
}

/* Both are to go on alike. */
static VALUE hook_copy(VALUE object, VALUE original)
{
	void *from = known_state(original);
	if (from)
		objects_before_draw(&objects, from);
	VALUE made = rubys_copy(object, original);
	void *copy = known_state(object);
	if (copy && from && copy != from)
		objects_copy(&objects, copy, from);
	return made;
}

static bool is_randoms(VALUE class)
{
	return *random_class &&
	       (class == *random_class || class == superclass(*random_class));
}

/* Ruby's own come first, while it starts. */
static void hook_define(VALUE class, const char *name, void *function, int arity)
{
	if (!rubys_initialize && arity == -1 && strcmp(name, "initialize") == 0 &&
	    is_randoms(class)) {
		rubys_initialize = (initializer *)function;
		function = (void *)hook_initialize;
	} else if (!rubys_copy && arity == 1 && strcmp(name, "initialize_copy") == 0 &&
		   is_randoms(class)) {
		rubys_copy = (copier *)function;
		function = (void *)hook_copy;
	}
	define(class, name, function, arity);
}

static uint32_t hook_word(void *state)
{
	objects_before_draw(&objects, state);
	return ruby_known.word(state);
}

static void hook_bytes(void *state, void *to, size_t size)
{
	objects_before_draw(&objects, state);
	ruby_known.bytes(state, to, size);
}

static double hook_real(void *state, int is_whole)
{
	objects_before_draw(&objects, state);
	return ruby_known.real(state, is_whole);
}

static void hook_release(void *state)
{
	objects_remove(&objects, state);
	release(state);
}

static void meet(const struct dl_phdr_info *info, struct object *object)
{
	static const struct ruby_hooks hooks = {hook_word, hook_bytes, hook_real,
						hook_release};
	const struct ruby_type *parent = parent_type_1_0 ? parent_type_1_0 : parent_type;
	ruby_tables_meet(info, object, parent, &hooks);
}

static bool start(void)
{
	if (!parent_type && !parent_type_1_0)
		return false;
	if (range_is_programs((const void *)define)) {
		adapter_refuses("ruby", "a ruby without libruby.so, whose calls can't be "
					"seen");
		return false;
	}
	rubys_initialize = NULL;
	rubys_copy = NULL;
	objects_start(&objects);
	adapter_meets(meet);
	return true;
}

/* clang-format off */
#define FOUND(name, to) {name, NULL, (void **)&to, false}
static const struct adapted functions[] = {
	{"rb_define_method", (void *)hook_define, (void **)&define, false},
	FOUND("rb_class_superclass", superclass), FOUND("rb_check_typeddata", state_of),
	FOUND("rb_typeddata_is_kind_of", is_of_type), FOUND("ruby_xfree", release),
	FOUND("rb_cRandom", random_class),
	{"rb_random_data_type", NULL, (void **)&parent_type, true},
	{"rb_random_data_type_1_0", NULL, (void **)&parent_type_1_0, true},
	{0},
};
/* clang-format on */

const struct adapter ruby_adapter = {functions, start};
