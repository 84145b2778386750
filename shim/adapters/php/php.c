/* SPDX-License-Identifier: MIT
 *
 * PHP (ext/random): what mt_rand(), rand(), shuffle(), array_rand() and str_shuffle()
 * draw from, a Mersenne twister of the process, and lcg_value()'s generator. Both are
 * seeded from the kernel at the first draw of a request, and then inherited. A child's
 * are filled where they are, before it draws. random_int(), random_bytes() and sessions'
 * names are the kernel's, and untouched.
 */
#include "php.h"

#include "adapters/stream.h"
#include "recorder/elf_symbols.h"

#include <string.h>

const struct php_layout *php_layout;
void **php_algorithms[PHP_ALGORITHMS];
char *php_globals;
void *(*php_default_status)(void);
double (*php_combined_lcg)(void);
static void (*seed_twister)(uint32_t seed);
static void *theirs_free, *theirs_clone;

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

static bool is_same(const struct left *one, const struct left *other)
{
	return one->is_known && other->is_known && one->count == other->count &&
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
		settle(&twister, is_same(&twister_left, &now));
	}
	struct php_drawn drawn = generate(at);
	twister_left = twister_now();
	return drawn;
}

static void before_lcg(void)
{
	if (likely(!is_wiped(&lcg)))
		return;
	struct left now = lcg_now();
	settle(&lcg, php_globals[php_layout->is_lcg_seeded] && is_same(&lcg_left, &now));
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
static double hook_combined_lcg(void)
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
	if (is_same(&before, &after))
		return;
	if (seed.type != PHP_UNDEFINED)
		seeded("mt_srand", seed.type == PHP_INTEGER ? &seed.integer : NULL);
	else
		renewed();
}

static void hook_seed_twister(uint32_t seed)
{
	int64_t chosen = seed;
	seed_twister(seed);
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

static void hook_generators(struct object *object)
{
	static php_generate *const hooks[PHP_ALGORITHMS] = {hook_twister, hook_pcg,
							    hook_xoshiro, hook_combined};
	for (int i = 0; i < PHP_ALGORITHMS; i++)
		if (php_algorithms[i])
			php_hook(object, &php_algorithms[i][php_layout->generate],
				 (void *)hooks[i], (void **)&generates[i]);
}

/* By its name: what was PHP's may be another library's since it was closed. */
bool php_is_in(const struct dl_phdr_info *info)
{
	struct elf_symbols symbols;
	return elf_parts_contain(elf_parts_of(info), php_globals) &&
	       elf_symbols_open(&symbols, info) &&
	       elf_symbols_find(&symbols, "random_globals") == php_globals;
}

static bool is_usable; /* what was met last; hooks may be running all the same */

static void meet(const struct dl_phdr_info *info, struct object *object)
{
	if (!is_usable)
		return;
	if (php_is_in(info)) {
		php_tables_hook(info, object, wanted);
		php_engines_meet(info, object);
		hook_generators(object);
	}
	if (services.audited)
		php_frames_meet(info, object);
}

/* A server that reads its configuration anew may look for it twice (Apache's does). */
static bool is_hooked(void)
{
	return is_usable && php_algorithms[PHP_TWISTER] &&
	       php_algorithms[PHP_TWISTER][php_layout->generate] == (void *)hook_twister;
}

static bool is_known(void)
{
	const struct php_layout *found = NULL;
	if (php_globals && php_default_status && php_combined_lcg)
		found = php_layout_find();
	if (found)
		php_layout = found;
	return found && php_engines_start(theirs_free, theirs_clone);
}

static bool start(void)
{
	if (is_hooked())
		return true;
	is_usable = is_known();
	if (!is_usable) {
		adapter_refuses("php", "its generators do not lie where those of PHP "
				       "8.2 to 8.4 do, so they are not healed");
		return false;
	}
	php_tables_forget(wanted);
	php_frames_start();
	stream_start(&twister);
	stream_start(&lcg);
	adapter_meets(meet);
	return true;
}

/* clang-format off */
static const struct adapted functions[] = {
	{"php_mt_srand", (void *)hook_seed_twister, (void **)&seed_twister, false},
	{"php_combined_lcg", (void *)hook_combined_lcg, (void **)&php_combined_lcg, true},
	{"php_random_default_status", NULL, (void **)&php_default_status, true},
	{"php_random_algo_mt19937", NULL, (void **)&php_algorithms[PHP_TWISTER], true},
	{"php_random_algo_pcgoneseq128xslrr64", NULL, (void **)&php_algorithms[PHP_PCG], true},
	{"php_random_algo_xoshiro256starstar", NULL, (void **)&php_algorithms[PHP_XOSHIRO], true},
	{"php_random_algo_combinedlcg", NULL, (void **)&php_algorithms[PHP_COMBINED], true},
	{"php_random_engine_common_free_object", NULL, &theirs_free, true},
	{"php_random_engine_common_clone_object", NULL, &theirs_clone, true},
	{"random_globals", NULL, (void **)&php_globals, true}, /* not in ZTS builds */
	{0},
};
/* clang-format on */

const struct adapter php_adapter = {functions, start};
