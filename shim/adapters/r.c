/* SPDX-License-Identifier: MIT
 *
 * R (main/RNG.c): one stream of the process, of whichever kind RNGkind() says. Between
 * draws it lies in .Random.seed, a vector of the workspace whose contents are documented:
 * GetRNGstate() reads it before a draw, PutRNGstate() leaves a new one. A child's first
 * GetRNGstate() is shown a vector that is filled anew, whole; the next PutRNGstate()
 * makes it the child's. What the contents must be like is in r_kinds.c.
 *
 * Who seeded is known by .Internal(set.seed()), in R's table of functions, and by what is
 * in .Random.seed before a draw: not what the last one left there, and it was put back,
 * or the program made it. parallel's mc.set.seed = TRUE removes or replaces it in each
 * child, and nothing is done there. R draws in one thread, and no lock is taken.
 */
#include "r.h"
#include "ranges.h"
#include "recorder/elf_symbols.h"
#include "stream.h"

#include <string.h>

static void (*get)(void);
static void (*put)(void);
static double (*draw_normal)(void);
static SEXP (*find)(SEXP frame, SEXP of);
static SEXP (*symbol_of)(const char *name);
static int (*type_of)(SEXP);
static int (*length_of)(SEXP);
static int *(*integers_of)(SEXP);
static SEXP (*first_of)(SEXP list), (*rest_of)(SEXP list);
static int (*to_integer)(SEXP);
static int (*is_shared)(SEXP), (*names_of)(SEXP);
static SEXP *workspace, *nothing, *unbound;

enum { TYPE_OF_INTEGERS = 13, TYPE_OF_REALS = 14 };

static struct r_entry *table, *seeder, *asker; /* R_FunTab */
static r_builtin *set_seed, *tell_kind;

/* A state that was there, by its beginning; whose, and whether of the program's choice.
 */
enum { KNOWN_WORDS = 8, MOST_KNOWN = 64 };
struct known {
	int words[KNOWN_WORDS];
	uint64_t process;
	bool is_seeded;
};
static struct known left, saved[MOST_KNOWN]; /* by the last draw; what may come back */
static unsigned saves;

static bool is_due;   /* the state that is there is to be another before the next draw */
static bool is_asked; /* R reads it, but does not draw */

static void heal(void)
{
	is_due = true;
}

static struct stream stream = {"r", INDEX_OF_r_adapter, heal, false};

static SEXP symbol; /* R never frees one */

/* NULL where R will make one, or the program has put there what is none. */
static SEXP seeds(void)
{
	if (unlikely(!symbol))
		symbol = symbol_of(".Random.seed");
	SEXP there = find(*workspace, symbol);
	return there != *unbound && type_of(there) == TYPE_OF_INTEGERS ? there : NULL;
}

static struct known look_at(SEXP there)
{
	struct known known = {.process = services.epoch(), .is_seeded = stream.is_seeded};
	const int *words = integers_of(there);
	int count = length_of(there);
	for (int i = 0; i < count && i < KNOWN_WORDS; i++)
		known.words[i] = words[i];
	return known;
}

static bool is_same(const struct known *one, const struct known *other)
{
	return memcmp(one->words, other->words, sizeof one->words) == 0;
}

/* It may be put back: by withr::with_seed(), simulate(), or parallel when it is loaded.
 */
static void remember(const struct known *known)
{
	saved[saves++ % MOST_KNOWN] = *known;
}

/* A draw replaces the vector; whoever wants it back has another name for it. */
static bool has_other_names(SEXP there)
{
	return is_shared ? is_shared(there) != 0 : !names_of || names_of(there) > 1;
}

static const struct known *recall(const struct known *now)
{
	for (int i = 0; i < MOST_KNOWN; i++)
		if (is_same(&saved[i], now))
			return &saved[i];
	return NULL;
}

/* R has seeded it itself, by the clock; in a child that is its own. */
static void begin(void)
{
	bool is_childs = services.epoch() != ROOT;
	if (is_childs)
		stream_seeded(&stream, NULL);
	stream.is_seeded = false;
	is_due = is_childs && services.reproducible &&
		 !services.is_kept(INDEX_OF_r_adapter);
}

static void put_back(const struct known *known)
{
	stream.is_seeded = known->is_seeded;
	if (known->process != services.epoch() && services.epoch() != ROOT)
		atomic_store(&stream_life(&stream)->word, WIPED);
}

static void take_from_program(SEXP there)
{
	struct known now = look_at(there);
	if (likely(is_same(&now, &left))) {
		if (has_other_names(there))
			remember(&left);
		return;
	}
	const struct known *known = recall(&now);
	remember(&left);
	if (known) {
		put_back(known);
	} else {
		stream_seeded(&stream, &(struct seeding){.generator = "r",
							 .function = ".Random.seed"});
		is_due = false;
	}
	memcpy(left.words, now.words, sizeof left.words);
}

/* What R is about to read is changed for that time. The vector may have other names. */
static bool get_filled(SEXP there)
{
	int kept[R_MOST_WORDS], *words = integers_of(there), count = length_of(there);
	if (!r_is_known_kind(words, count))
		return false;
	size_t size = (size_t)count * sizeof *kept;
	memcpy(kept, words, size);
	adapter_fill(words + 1, size - sizeof *words, "r", kept,
		     stream.is_seeded ? size : sizeof *kept);
	r_fit(words, count);
	get();
	memcpy(words, kept, size);
	explicit_bzero(kept, sizeof kept);
	if (r_keeps_normals(words[0])) /* the second of a pair: the parent's, if any */
		draw_normal();
	return true;
}

/* It stays due until the state is left for the next draw: an error may come before. */
static void get_own(void)
{
	if (!seeds()) {
		get();
		put();
	}
	SEXP there = seeds();
	if (there && get_filled(there))
		return;
	adapter_refuses("r", "its state is of a kind that is not known");
	is_due = false;
	get();
}

static void before_draw(void)
{
	SEXP there = seeds();
	if (there)
		take_from_program(there);
	else
		begin();
	stream_is_first_owners(&stream);
}

static void hook_get(void)
{
	bool is_draw = !is_asked;
	is_asked = false;
	if (is_draw)
		before_draw();
	if (is_draw && unlikely(is_due))
		get_own();
	else
		get();
}

static bool is_question(SEXP arguments)
{
	while (arguments != *nothing && first_of(arguments) == *nothing)
		arguments = rest_of(arguments);
	return arguments == *nothing;
}

/* parallel asks in each child. Some versions read the state for that. */
static SEXP hook_kind(SEXP call, SEXP operation, SEXP arguments, SEXP frame)
{
	is_asked = is_question(arguments);
	SEXP answer = tell_kind(call, operation, arguments, frame);
	is_asked = false;
	return answer;
}

static void hook_put(void)
{
	put();
	SEXP there = seeds();
	is_due = false;
	if (there)
		left = look_at(there);
}

static void tell_seed(SEXP seed)
{
	int type = type_of(seed);
	bool is_number = type == TYPE_OF_INTEGERS || type == TYPE_OF_REALS;
	stream_seeded(
		&stream,
		&(struct seeding){.generator = "r",
				  .function = "set.seed",
				  .has_seed = is_number,
				  .seed = is_number ? (uint64_t)(int64_t)to_integer(seed)
						    : 0});
}

static SEXP hook_set_seed(SEXP call, SEXP operation, SEXP arguments, SEXP frame)
{
	struct known before = left;
	SEXP done = set_seed(call, operation, arguments, frame),
	     seed = first_of(arguments);
	remember(&before);
	if (seed == *nothing) {
		begin();
	} else {
		tell_seed(seed);
		is_due = false;
	}
	left.is_seeded = stream.is_seeded;
	return done;
}

static void meet(const struct dl_phdr_info *info, struct object *object)
{
	if (!seeder || !asker || !elf_parts_contain(elf_parts_of(info), table))
		return;
	r_replace(object, seeder, hook_set_seed, &set_seed);
	r_replace(object, asker, hook_kind, &tell_kind);
}

static bool start(void)
{
	if (range_is_programs((const void *)get)) {
		adapter_refuses("r", "an R without libR.so, whose calls can't be seen");
		return false;
	}
	seeder = r_find_entry(table, "set.seed");
	asker = r_find_entry(table, "RNGkind");
	if (!seeder || !asker) {
		adapter_refuses("r",
				"set.seed() was not found in its table of functions");
		return false;
	}
	symbol = NULL;
	stream_start(&stream);
	adapter_meets(meet);
	return true;
}

/* clang-format off */
#define FOUND(name, to) {name, NULL, (void **)&to, false}
static const struct adapted functions[] = {
	{"GetRNGstate", (void *)hook_get, (void **)&get, false},
	{"PutRNGstate", (void *)hook_put, (void **)&put, false},
	FOUND("norm_rand", draw_normal), FOUND("Rf_findVarInFrame", find), FOUND("Rf_install", symbol_of),
	FOUND("TYPEOF", type_of), FOUND("LENGTH", length_of), FOUND("INTEGER", integers_of),
	FOUND("CAR", first_of), FOUND("CDR", rest_of), FOUND("Rf_asInteger", to_integer),
	FOUND("R_GlobalEnv", workspace), FOUND("R_NilValue", nothing), FOUND("R_UnboundValue", unbound),
	FOUND("R_FunTab", table),
	{"MAYBE_SHARED", NULL, (void **)&is_shared, true}, {"NAMED", NULL, (void **)&names_of, true},
	{0},
};
/* clang-format on */

const struct adapter r_adapter = {functions, start};
