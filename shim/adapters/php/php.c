/* SPDX-License-Identifier: MIT
 *
 * PHP (ext/random): what mt_rand(), rand(), shuffle(), array_rand() and str_shuffle()
 * draw from, a Mersenne twister of the process, and lcg_value()'s generator. Both are
 * seeded from the kernel at the first draw of a request, and then inherited. A child's
 * are filled where they are, before it draws. random_int(), random_bytes() and sessions'
 * names are the kernel's, and untouched.
 */
#include "php.h"

#include "recorder/elf_symbols.h"

const struct php_layout *php_layout;
void **php_algorithms[PHP_ALGORITHMS];
char *php_globals;
void *(*php_default_status)(void);
double (*php_combined_lcg)(void);
void (*php_seed_twister)(uint32_t seed);
static void *theirs_free, *theirs_clone;

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
		php_streams_meet(info, object);
		php_engines_meet(info, object);
	}
	php_gmp_meet(info, object);
	if (services.audited)
		php_frames_meet(info, object);
}

/* A server that reads its configuration anew may look for it twice (Apache's does). */
static bool is_hooked(void)
{
	return is_usable && php_algorithms[PHP_TWISTER] && php_streams_are_hooked();
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

static void leave(void)
{
	is_usable = false;
	php_frames_end();
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
	php_streams_start();
	php_gmp_start();
	php_frames_start();
	adapter_meets(meet);
	adapter_leaves(leave);
	return true;
}

/* clang-format off */
static const struct adapted functions[] = {
	{"php_mt_srand", (void *)php_hook_seed_twister, (void **)&php_seed_twister, false},
	{"php_combined_lcg", (void *)php_hook_combined_lcg, (void **)&php_combined_lcg, true},
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
