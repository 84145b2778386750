/* SPDX-License-Identifier: MIT */
/*
 * Generators beyond libc's that can be recognised by a name in a file: a symbol that is
 * defined or imported there, or a section. What is compiled into a program without a
 * name (an inlined generator, a stripped one) can't be. The runtimes that are healed are
 * listed in shim/runtimes/runtimes.h; this table only knows how to recognise them.
 */
#include "doctor.h"
#include "elf-names.h"
#include <string.h>

struct mark {
	const char *symbol; /* with a '*' at its end: and what begins like it */
	const char *name, *what;
	bool is_healed;
	bool by_import; /* only where it is imported: its library is no user of it */
};

enum { FREE_THREADED, PYTHON, NUMPY };

/* clang-format off */
static const struct mark marks[] = {
	[FREE_THREADED] = {"_Py_MergeZeroLocalRefcount", "Python without a GIL", "random.Random(), NumPy", false, false},
	[PYTHON] = {"Py_AddPendingCall", "Python", "random.Random() without a seed and, once imported, NumPy", true, false},
	[NUMPY] = {"PyInit__mt19937", "NumPy", "np.random and generators without a seed", true, false},
	{"Perl_pp_rand", "Perl", "rand, shuffle", false, false},   /* up to 5.38 */
	{"Perl_drand48_r", "Perl", "rand, shuffle", false, false}, /* 5.20 and later */
	{"php_mt_rand", "PHP", "mt_rand, rand, shuffle, lcg_value", false, false},
	{"Rf_initialize_R", "R", "runif and the like, unless mclapply sets seeds", false, false},
	{"pypy_main_startup", "PyPy", "random", false, false},
	{"caml_startup", "OCaml", "Random", false, false},
	{"caml_main", "OCaml", "Random", false, false},
	{"hs_init_ghc", "GHC", "System.Random", false, false},
	{".go.buildinfo", "Go", "math/rand", false, false},
	{"lua_setwarnf", "Lua 5.4", "math.random", false, false},
	{"luaJIT_setmode", "LuaJIT", "math.random", false, false},
	{"Tcl_CreateInterp", "Tcl", "expr rand()", false, true},
	{"_ZNSt23mersenne_twister_engine*", "std::mt19937", "C++ objects", false, false},
	{"_ZNSt26linear_congruential_engine*", "std::minstd_rand", "C++ objects", false, false},
	{"g_random_*", "GLib", "g_random_int and the like", true, true},
	{"g_rand_new*", "GLib", "GRand", true, true},
	{"_gfortran_random_r*", "gfortran", "RANDOM_NUMBER", true, true},
	{"_gfortran_arandom_r*", "gfortran", "RANDOM_NUMBER", true, true},
	{"_gfortran_rand", "gfortran", "rand, irand", true, true},
	{"_gfortran_irand", "gfortran", "rand, irand", true, true},
	{"gsl_rng_alloc", "GSL", "gsl_rng", true, true},
	{"__gmp_randinit_*", "GMP", "gmp_randstate_t", true, true},
	{"sqlite3_randomness", "SQLite", "random(), randomblob()", true, true},
	{"PK11_GenerateRandom*", "NSS", "PK11_GenerateRandom, a matter of security", false, true},
	{"mbedtls_ctr_drbg_random*", "mbedTLS", "CTR_DRBG, a matter of security", false, true},
	{"mbedtls_hmac_drbg_random*", "mbedTLS", "HMAC_DRBG, a matter of security", false, true},
	{"wc_RNG_GenerateBlock", "wolfSSL", "WC_RNG, a matter of security", false, true},
};
/* clang-format on */
enum { MARKS = sizeof marks / sizeof *marks };

struct found {
	const char *where[MARKS];
	const char *path;
};

static bool fits(const struct mark *mark, const char *name, enum name_kind kind)
{
	size_t length = strlen(mark->symbol);
	if (mark->by_import && kind != NAME_IMPORTED)
		return false;
	if (mark->symbol[length - 1] == '*')
		return strncmp(name, mark->symbol, length - 1) == 0;
	return strncmp(name, mark->symbol, length) == 0 &&
	       (name[length] == 0 || name[length] == '@');
}

static void visit(const char *name, enum name_kind kind, void *data)
{
	struct found *found = data;
	for (int i = 0; i < MARKS; i++)
		if (!found->where[i] && fits(&marks[i], name, kind))
			found->where[i] = found->path;
}

/* The same generator may have several marks: told once. */
static bool is_first(const struct found *found, int index)
{
	for (int i = 0; i < index; i++)
		if (found->where[i] && strcmp(marks[i].name, marks[index].name) == 0 &&
		    strcmp(marks[i].what, marks[index].what) == 0)
			return false;
	return true;
}

static void tell_mark(const struct mark *mark, const char *where)
{
	tell("runtime: ", mark->name,
	     mark->is_healed ? ", healed: " : ", not healed: ", mark->what, " (in ",
	     where, ")", NULL);
}

static bool names(const char *list, const char *name)
{
	const char *at = list ? strstr(list, name) : NULL;
	return at && strchr(",", at[strlen(name)]);
}

/* Whatever file it is in: a program's library is part of it. */
static void note(struct shortcomings *lacks, const struct mark *mark)
{
	if (!mark->is_healed && !names(lacks->unhealed, mark->name))
		lacks->unhealed = lacks->unhealed
					  ? join(lacks->unhealed, ", ", mark->name, NULL)
					  : mark->name;
}

/* An interpreter by its name must be known by a mark as well: a new release may have lost
 * the one that is looked for. */
static void tell_interpreter(const char *path, const struct found *found,
			     struct shortcomings *lacks)
{
	const char *name = interpreter_named(path);
	for (int i = 0; name && i < MARKS; i++)
		if (found->where[i] && strncmp(marks[i].name, name, strlen(name)) == 0)
			return;
	if (!name)
		return;
	tell("runtime: ", name, ", by its name (", path,
	     "): its generators can't be recognised", NULL);
	lacks->unknown = name;
}

void tell_runtimes(const struct objects *objects, struct shortcomings *lacks)
{
	struct found found = {0};
	for (size_t i = 0; i < objects->count; i++) {
		found.path = objects->list[i].path;
		elf_for_each_name(&objects->list[i].elf, visit, &found);
	}
	if (found.where[FREE_THREADED]) /* has the others' marks as well */
		found.where[PYTHON] = found.where[NUMPY] = NULL;
	for (int i = 0; i < MARKS; i++) {
		if (!found.where[i] || !is_first(&found, i))
			continue;
		tell_mark(&marks[i], found.where[i]);
		note(lacks, &marks[i]);
	}
	tell_interpreter(objects->list[0].path, &found, lacks);
}

/* "Perl (rand, shuffle), rand_r", as far as they were met. */
static void add_unwatched(const char *name, enum name_kind kind, void *data)
{
	const char **found = data;
	size_t length = strcspn(name, "@");
	const char *what = NULL;
	for (int i = 0; i < MARKS && !what; i++)
		if (!marks[i].is_healed && fits(&marks[i], name, kind))
			what = join(marks[i].name, " (", marks[i].what, ")", NULL);
	if (!what && kind == NAME_IMPORTED && is_unwatched_function(name, length))
		what = strndup(name, length);
	if (what && !(*found && strstr(*found, what)))
		*found = *found ? join(*found, ", ", what, NULL) : what;
}

const char *unwatched_in(const struct elf_file *file)
{
	const char *found = NULL;
	if (elf_is_elf(file))
		elf_for_each_name(file, add_unwatched, &found);
	return found;
}
