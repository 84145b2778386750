/* SPDX-License-Identifier: MIT
 *
 * The process's own twister and LCG: whose they are, filling them in a child, and what a
 * script seeds. Where they are, and how the hooks come into place, is in php.c.
 */
#include "php.h"

#include "adapters/stream.h"

#include <string.h>

/* What the last draw or seed of an ancestor left: a child that finds something else was
 * seeded by PHP itself. */
struct left {
	bool is_known;
	uint32_t words[4], count;
};
static struct left twister_left, lcg_left;

static uint32_t *twister_words(void)
{
	return (uint32_t *)((char *)php_state(php_default(php_layout->twister)) +
			    php_layout->words);
}

static uint32_t *twister_count(void)
{
	return (uint32_t *)((char *)php_state(php_default(php_layout->twister)) +
			    php_layout->count);
}

static int32_t *lcg_state(void)
{
	return php_state(php_default(php_layout->lcg));
}

static struct left twister_now(void)
{
	struct left now = {.is_known = true, .count = *twister_count()};
	memcpy(now.words, twister_words(), sizeof now.words);
	return now;
}

static struct left lcg_now(void)
{
	struct left now = {.is_known = true};
	memcpy(now.words, lcg_state(), 2 * sizeof *now.words);
	return now;
}

static bool has_same_words(const struct left *one, const struct left *other)
{
	return one->is_known && other->is_known &&
	       memcmp(one->words, other->words, sizeof one->words) == 0;
}

static void heal_twister(void);
static void heal_lcg(void);
static struct stream twister = {"php", INDEX_OF_php_adapter, heal_twister, false};
static struct stream lcg = {"php", ANOTHER_STREAM(INDEX_OF_php_adapter, LIFE_OF_PHP_LCG),
			    heal_lcg, false};

/* With --seed: how often this process had PHP seed it anew; inherited. */
static uint32_t reseeds;

static void heal_twister(void)
{
	uint32_t *words = twister_words();
	size_t size = PHP_WORDS * sizeof *words;
	if (twister.is_seeded)
		adapter_fill(words, size, "php", words, size);
	else
		adapter_fill(words, size, "php", &reseeds, sizeof reseeds);
	*twister_count() = 0;
}

/* Neither of the two may be 0 (L'Ecuyer, 1988); PHP is told that they are seeded. */
static void heal_lcg(void)
{
	static const uint32_t most[2] = {2147483562, 2147483398};
	uint64_t fresh[2];
	adapter_fill(fresh, sizeof fresh, "php", "lcg", 4);
	for (int i = 0; i < 2; i++)
		lcg_state()[i] = (int32_t)(fresh[i] % most[i] + 1);
	php_globals[php_layout->is_lcg_seeded] = 1;
}

static inline bool is_wiped(const struct stream *stream)
{
	return atomic_load_explicit(&stream_life(stream)->word, memory_order_acquire) <
	       ROOT;
}

static seldom void settle(struct stream *stream, bool is_inherited)
{
	if (is_inherited)
		stream_settle(stream);
	else
		stream_renew(stream);
}

static struct php_drawn draw_twister(php_generate *generate, void *at)
{
	if (unlikely(is_wiped(&twister))) {
		struct left now = twister_now();
		settle(&twister, has_same_words(&twister_left, &now));
	}
	struct php_drawn drawn = generate(at);
	if (unlikely(*twister_count() == 1)) /* of a new round of words */
		twister_left = twister_now();
	return drawn;
}

static void before_lcg(void)
{
	if (likely(!is_wiped(&lcg)))
		return;
	struct left now = lcg_now();
	settle(&lcg,
	       php_globals[php_layout->is_lcg_seeded] && has_same_words(&lcg_left, &now));
}

static php_generate *generates[PHP_ALGORITHMS];

static struct php_drawn hook_twister(void *at)
{
	if (likely(at == php_default(php_layout->twister)))
		return draw_twister(generates[PHP_TWISTER], at);
	php_engines_before_draw(PHP_TWISTER, at);
	return generates[PHP_TWISTER](at);
}

static struct php_drawn hook_pcg(void *at)
{
	php_engines_before_draw(PHP_PCG, at);
	return generates[PHP_PCG](at);
}

static struct php_drawn hook_xoshiro(void *at)
{
	php_engines_before_draw(PHP_XOSHIRO, at);
	return generates[PHP_XOSHIRO](at);
}

static struct php_drawn hook_combined(void *at)
{
	bool is_default = at == php_default(php_layout->lcg);
	if (is_default)
		before_lcg();
	struct php_drawn drawn = generates[PHP_COMBINED](at);
	if (is_default)
		lcg_left = lcg_now();
	return drawn;
}

/* From 8.4 on there is no table for it: extensions', and lcg_value(). */
double php_hook_combined_lcg(void)
{
	if (!php_layout->has_status)
		before_lcg();
	double drawn = php_combined_lcg();
	lcg_left = lcg_now();
	return drawn;
}

static struct php_listed lcg_values[2];

static void hook_lcg_value(struct php_call *call, struct php_value *result)
{
	php_frames_prove(call);
	if (!php_layout->has_status)
		before_lcg();
	lcg_values[0].next(call, result);
	lcg_left = lcg_now();
}

/* A number of the program's choice. */
static void seeded(const char *function, const int64_t *seed)
{
	stream_seeded(&twister, &(struct seeding){.generator = "php",
						  .function = function,
						  .has_seed = seed != NULL,
						  .seed = seed ? (uint32_t)*seed : 0});
	twister_left = twister_now();
}

/* PHP's own choice: in a child a new state is due if runs are to be repeated. */
static void renewed(void)
{
	struct life *life = stream_life(&twister);
	twister.is_seeded = false;
	if (is_wiped(&twister))
		return;
	twister_left = twister_now();
	if (services.reproducible && atomic_load(&life->word) != ROOT) {
		reseeds++;
		twister_left.is_known = false;
		life_void(life);
	}
}

static struct php_listed mt_srands[2];

/* Arguments that PHP refuses leave the twister as it is. */
static void hook_mt_srand(struct php_call *call, struct php_value *result)
{
	struct left before = twister_now(), after;
	struct php_value seed = {.type = PHP_UNDEFINED};
	if (php_has_argument(call))
		seed = call->arguments[0];
	php_frames_prove(call);
	mt_srands[0].next(call, result);
	after = twister_now();
	if (has_same_words(&before, &after) && before.count == after.count)
		return;
	if (seed.type != PHP_UNDEFINED)
		seeded("mt_srand", seed.type == PHP_INTEGER ? &seed.integer : NULL);
	else
		renewed();
}

void php_hook_seed_twister(uint32_t seed)
{
	int64_t chosen = seed;
	php_seed_twister(seed);
	seeded("php_mt_srand", &chosen);
}

static struct php_listed lcg_values[2] = {{hook_lcg_value, NULL}, {NULL, NULL}};
static struct php_listed mt_srands[2] = {{hook_mt_srand, NULL}, {NULL, NULL}};
static const struct php_wanted wanted[] = {
	{"lcg_value", NULL, NULL, lcg_values},
	{"mt_srand", NULL, NULL, mt_srands}, /* srand() is another name of it */
	{"srand", NULL, NULL, mt_srands},
	{0},
};

static php_generate *const hooks[PHP_ALGORITHMS] = {hook_twister, hook_pcg, hook_xoshiro,
						    hook_combined};

void php_streams_meet(const struct dl_phdr_info *info, struct object *object)
{
	php_tables_hook(info, object, wanted);
	for (int i = 0; i < PHP_ALGORITHMS; i++)
		if (php_algorithms[i])
			php_hook(object, &php_algorithms[i][php_layout->generate],
				 (void *)hooks[i], (void **)&generates[i]);
}

bool php_streams_are_hooked(void)
{
	return php_algorithms[PHP_TWISTER][php_layout->generate] ==
	       (void *)hooks[PHP_TWISTER];
}

void php_streams_start(void)
{
	php_tables_forget(wanted);
	stream_start(&twister);
	stream_start(&lcg);
}
