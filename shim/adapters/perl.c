/* SPDX-License-Identifier: MIT
 *
 * Perl (pp.c): rand and srand, and what draws from them, each interpreter's own stream.
 * The operations are replaced in the table from which a script is compiled (PL_ppaddr);
 * extensions such as List::Util reach the generator by functions, which are hooked. A
 * child is healed by its first draw, in place; no lock is taken. Where the state lies is
 * found by perl_state.c, lines of the script by perl_frames.c.
 */
#include "objects.h"
#include "perl_frames.h"
#include "perl_state.h"
#include "recorder/elf_symbols.h"

#include <stdlib.h>
#include <string.h>

static perl_op **table; /* PL_ppaddr */
static const char *const *names;
static const uint8_t *revision, *version;
static const uint16_t *interpreter_size;
static double (*draw)(uint64_t *state);
static void (*set_seed)(uint64_t *state, uint32_t seed);
static uint32_t (*fresh_seed)(void *interpreter);
static void *(*copy_interpreter)(void *interpreter, uintptr_t flags);
static void (*free_interpreter)(void *interpreter);

enum { FIRST_VERSION = 20, LAST_VERSION = 42, SEEDS_BY_ENVIRONMENT = 37 };

static int rand_index, srand_index;
static perl_op *perls_rand, *perls_srand;
static struct elf_parts perl; /* the object that it is in */
static bool is_environments;  /* PERL_RAND_SEED: every seed is of the user's choice */
static _Atomic uint64_t last_seed; /* that Perl gave an extension, and 2^32 */

/* Under --seed what the program has not seeded depends on TEXT alone. */
static void fill(void *interpreter, uint32_t number, uint64_t was)
{
	uint64_t *state = perl_state_of(interpreter), fresh, known[2] = {number, was};
	if (!state)
		return;
	adapter_fill(&fresh, sizeof fresh, "perl", known, sizeof known);
	*state = fresh & PERL_STATE_BITS;
}

static void heal(void *interpreter, uint32_t number)
{
	fill(interpreter, number, 0);
}

static void heal_chosen(void *interpreter, uint32_t number)
{
	const uint64_t *state = perl_state_of(interpreter);
	fill(interpreter, number, state ? *state : 0);
}

static const struct objects streams = {"perl", INDEX_OF_perl_adapter, heal, false},
			    chosen = {"perl", INDEX_OF_perl_adapter, heal_chosen, true};

/* It was seeded in this process. */
static void mark(const void *interpreter, bool is_chosen)
{
	objects_remove(is_chosen ? &streams : &chosen, interpreter);
	objects_add(is_chosen ? &chosen : &streams, interpreter);
}

static void before_draw(void *interpreter)
{
	if (!perl_state_is_begun(interpreter)) {
		mark(interpreter, is_environments);
		return;
	}
	objects_before_draw(&streams, interpreter);
	objects_before_draw(&chosen, interpreter);
}

static void *hook_rand(void *interpreter)
{
	if (services.audited)
		perl_frames_prove(interpreter);
	before_draw(interpreter);
	if (perl_state_of(interpreter))
		return perls_rand(interpreter);
	return perl_state_find(interpreter, perls_rand, false);
}

/* What an audit hears: a seed that the program chose, as Perl cuts it to 32 bits. */
static void tell_seed(void *interpreter, bool is_chosen)
{
	const uint64_t *state = perl_state_of(interpreter);
	services.seeded(&(struct seeding){.generator = "perl",
					  .function = "srand",
					  .has_seed = is_chosen && state,
					  .seed = state ? *state >> 16 : 0});
}

/* The operation that is executed (PL_op, the second word of every interpreter since
 * 5.10): struct op has four words, its type in 9 bits, 7 others, and two bytes, of which
 * the second says how many arguments there are. &CORE::srand() has one that is NULL. */
static bool has_argument(void *const *interpreter)
{
	enum { FUNCTION = 2, TYPE = 4, TYPE_BITS = 0x1ff, COUNT_BITS = 0xf };
	void *const *operation = interpreter[1];
	uint16_t type;
	memcpy(&type, &operation[TYPE], sizeof type);
	bool is_it = operation[FUNCTION] == (void *)table[srand_index] &&
		     (type & TYPE_BITS) == srand_index;
	if (!is_it)
		return true;
	return (((const uint8_t *)&operation[TYPE])[3] & COUNT_BITS) &&
	       *(void *const *)interpreter[0];
}

static void *hook_srand(void *interpreter)
{
	bool is_chosen = is_environments || has_argument(interpreter);
	void *next = perl_state_of(interpreter)
			     ? perls_srand(interpreter)
			     : perl_state_find(interpreter, perls_srand, true);
	mark(interpreter, is_chosen);
	if (services.audited) {
		perl_frames_prove(interpreter);
		tell_seed(interpreter, is_chosen);
	}
	return next;
}

/* As Perl's own extensions find it; its function for that is no longer exported. */
static void *this_threads(void)
{
	return perl_frames_api.of_key(*perl_frames_api.key);
}

/* Perl has a second generator of its own, which it reaches by the same functions where it
 * is a library: only an extension's call says which one is rand's. */
static bool is_rands(void *interpreter, const uint64_t *state, const void *caller)
{
	return interpreter && (state == perl_state_of(interpreter) ||
			       (!elf_parts_contain(perl, caller) &&
				perl_state_take(interpreter, state)));
}

static double hook_draw(uint64_t *state)
{
	void *interpreter = this_threads();
	if (is_rands(interpreter, state, __builtin_return_address(0))) {
		if (services.audited)
			perl_frames_prove(interpreter);
		before_draw(interpreter);
	}
	return draw(state);
}

/* rand and srand themselves have said more of it, and say it afterwards. */
static void hook_set_seed(uint64_t *state, uint32_t seed)
{
	const void *caller = __builtin_return_address(0);
	void *interpreter = this_threads();
	set_seed(state, seed);
	if (!elf_parts_contain(perl, caller) && is_rands(interpreter, state, caller))
		mark(interpreter, atomic_load(&last_seed) != (seed | (uint64_t)1 << 32));
}

static uint32_t hook_fresh_seed(void *interpreter)
{
	uint32_t seed = fresh_seed(interpreter);
	atomic_store(&last_seed, seed | (uint64_t)1 << 32);
	return seed;
}

/* A copy, its state as well. */
static void *hook_clone(void *interpreter, uintptr_t flags)
{
	void *copy = copy_interpreter(interpreter, flags);
	objects_copy(&streams, copy, interpreter);
	objects_copy(&chosen, copy, interpreter);
	return copy;
}

static void hook_free(void *interpreter)
{
	objects_remove(&streams, interpreter);
	objects_remove(&chosen, interpreter);
	free_interpreter(interpreter);
}

/* Of the operation so called, below the last ("freed"); -1: there is none. */
static int find_operation(const char *name)
{
	for (int i = 0; names[i] && strcmp(names[i], "freed") != 0; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

static bool is_known_version(void)
{
	return table && names && revision && version && interpreter_size &&
	       perl_frames_api.key && set_seed && *revision == 5 &&
	       *version >= FIRST_VERSION && *version <= LAST_VERSION &&
	       perl_state_begin(*interpreter_size, draw, set_seed);
}

static void replace(int index, perl_op **original, perl_op *hook)
{
	if (table[index] == hook)
		return;
	*original = table[index];
	table[index] = hook;
}

/* Also where it was closed and lies in its old place again. */
static void meet(const struct dl_phdr_info *info, struct object *object)
{
	struct elf_parts parts = elf_parts_of(info);
	(void)object;
	if (srand_index < 0 || !elf_parts_contain(parts, (const void *)draw))
		return;
	perl = parts;
	replace(rand_index, &perls_rand, hook_rand);
	replace(srand_index, &perls_srand, hook_srand);
}

static bool start(void)
{
	rand_index = srand_index = -1;
	if (is_known_version()) {
		rand_index = find_operation("rand");
		srand_index = find_operation("srand");
	}
	if (rand_index < 0 || srand_index < 0) {
		adapter_refuses("perl", "a Perl whose generator is not the one we know");
		return false;
	}
	is_environments = *version >= SEEDS_BY_ENVIRONMENT && getenv("PERL_RAND_SEED");
	objects_start(&streams);
	perl_frames_begin(find_operation("nextstate"), find_operation("dbstate"));
	adapter_meets(meet);
	adapter_leaves(perl_frames_end);
	return true;
}

/* clang-format off */
#define FOUND(name, to) {name, NULL, (void **)&to, true}
static const struct adapted functions[] = {
	{"Perl_drand48_r", (void *)hook_draw, (void **)&draw, false},
	{"Perl_drand48_init_r", (void *)hook_set_seed, (void **)&set_seed, true},
	{"Perl_seed", (void *)hook_fresh_seed, (void **)&fresh_seed, true},
	{"perl_clone", (void *)hook_clone, (void **)&copy_interpreter, true},
	{"perl_free", (void *)hook_free, (void **)&free_interpreter, true},
	FOUND("PL_interp_size", interpreter_size),
	FOUND("PL_ppaddr", table), FOUND("PL_op_name", names),
	FOUND("PL_revision", revision), FOUND("PL_version", version),
	FOUND("PL_thr_key", perl_frames_api.key),
	{"pthread_getspecific", NULL, (void **)&perl_frames_api.of_key, false},
	FOUND("Perl_mess", perl_frames_api.mess), FOUND("Perl_caller_cx", perl_frames_api.caller_cx),
	{0},
};
/* clang-format on */

const struct adapter perl_adapter = {functions, start};
