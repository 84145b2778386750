/* SPDX-License-Identifier: MIT
 *
 * gawk's rand() and srand() (builtin.c, and a random.c of its own): an additive generator
 * of 63 words, whose numbers are shuffled among 512. gawk forks for scripts by an
 * extension alone (@load "fork"), by which it is known; what a script calls is taken from
 * a table of names when it is parsed, where both are replaced. So what is parsed before
 * the extension is loaded is not reached. A child is healed by its first draw, in place;
 * gawk has no threads.
 *
 * Where the generator lies, no symbol tells: gawk_state.c looks for it, and a draw proves
 * it. With -M gawk seeds a generator of GMP's, which is left alone.
 */
#include "gawk.h"
#include "pairs.h"
#include "recorder/elf_symbols.h"
#include "stream.h"

#include <string.h>

typedef struct node node;
typedef node *builtin(int arguments);

static void *load; /* an extension's beginning */
static builtin *gawks_rand, *gawks_srand;

static void heal(void);
static struct stream stream = {"gawk", INDEX_OF_gawk_adapter, heal, false};

/* Under --seed what the program has not seeded depends on TEXT alone. */
static void heal(void)
{
	const struct gawk_state *state = gawk_state();
	uint32_t was[GAWK_WORDS], fresh[GAWK_WORDS + GAWK_AHEAD + 1], *number = fresh;
	memcpy(was, state->words, sizeof was);
	adapter_fill(fresh, sizeof fresh, "gawk", was, stream.is_seeded ? sizeof was : 0);
	for (int i = 0; i < GAWK_WORDS; i++)
		state->words[i] = *number++;
	for (int i = 0; i < GAWK_AHEAD; i++)
		state->ahead[i] = *number++ >> 1;
	*state->last = *number >> 1;
}

static bool is_wiped(void)
{
	return atomic_load(&stream_life(&stream)->word) < ROOT;
}

static node *draw(int arguments)
{
	gawk_state_before_draw();
	node *drawn = gawks_rand(arguments);
	gawk_state_after_draw();
	return drawn;
}

/* In a child whose ancestors have not drawn: by draws that nobody gets, of which the
 * first makes the generator. */
static bool is_found_by_drawing(int arguments)
{
	static bool is_refused;
	for (int i = 0; i < 2 && !gawk_state() && !is_refused; i++)
		draw(arguments);
	if (!gawk_state() && !is_refused)
		adapter_refuses("gawk", "its generator was not found");
	is_refused = !gawk_state();
	return !is_refused;
}

static node *hook_rand(int arguments)
{
	if (unlikely(is_wiped()) && is_found_by_drawing(arguments))
		stream_settle(&stream);
	return draw(arguments);
}

/* Without a number gawk seeds by the time. */
static node *hook_srand(int arguments)
{
	node *before = gawks_srand(arguments);
	stream_seeded(&stream, arguments ? &(struct seeding){.generator = "gawk",
							     .function = "srand"}
					 : NULL);
	stream.is_seeded = arguments != 0;
	return before;
}

/* struct token: a name, three numbers, and the functions without and with -M. */
enum { WORDS = 5, FUNCTION = 3, NEAR = 12 };

static const struct pair *row_behind(const struct pair *row, int rows)
{
	return (const struct pair *)((void *const *)row + rows * WORDS);
}

static bool is_rand(const struct dl_phdr_info *object, const struct pair *row,
		    unsigned long left)
{
	return left > NEAR * WORDS && pair_is_called(object, row, "rand") &&
	       pair_is_called(object, row_behind(row, 1), "return");
}

/* The pair whose function is the row's. */
static struct pair *function_of(const struct pair *row)
{
	return (struct pair *)((void *const *)row + FUNCTION - 1);
}

static void replace(const struct dl_phdr_info *object, const struct pair *row,
		    builtin **original, builtin *hook)
{
	struct pair *pair = function_of(row);
	if (pair->function == (void *)hook || !pair_has_code(object, pair))
		return;
	*original = (builtin *)pair->function;
	pair_write(object, pair, (void *)hook);
}

/* The main program. */
static void meet(const struct dl_phdr_info *info, struct object *object)
{
	(void)object;
	const struct pair *row = *info->dlpi_name ? NULL : pairs_find(info, is_rand);
	if (!row)
		return;
	gawk_state_begin(info);
	replace(info, row, &gawks_rand, hook_rand);
	for (int i = 1; i < NEAR; i++)
		if (pair_is_called(info, row_behind(row, i), "srand"))
			replace(info, row_behind(row, i), &gawks_srand, hook_srand);
}

static bool start(void)
{
	stream_start(&stream);
	adapter_meets(meet);
	return true;
}

static const struct adapted functions[] = {
	{"dl_load", NULL, &load, false},
	{0},
};

const struct adapter gawk_adapter = {functions, start};
