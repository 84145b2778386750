/* SPDX-License-Identifier: MIT
 *
 * Runtimes: generators beyond libc's, each healed by one file of this directory. Here is
 * the one table that lists them; a row is its name in settings (FORKSEED_RUNTIMES,
 * FORKSEED_KEEP) and the struct that its file fills in. Those of CPython are in the shim;
 * the others are adapters (adapters.h), in an object that most programs never load.
 *
 * A runtime is looked for in the parent only, when the shim starts and when the program
 * has opened objects since. A program that has none pays a test of one word at a fork.
 */
#pragma once

#include "core/compiler.h"
#include "core/settings.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Its name, its struct, a symbol by which an object that has it is known (a build step
 * makes numbers of these: marks.awk), and what is healed, in words. A row is a line. */
/* clang-format off */
#define PYTHON_RUNTIMES(X) \
	X("numpy", numpy_runtime, "Py_AddPendingCall", "np.random, and generator objects made without a seed; noticed when CPython has imported numpy.random") \
	X("python", python_random_runtime, "Py_AddPendingCall", "random.Random() objects made without a seed; noticed when CPython has imported _random")

/* Those that keys and nonces come from: an audit's findings of these are of severity
 * "security". They are healed whoever seeded them: seeds are how they get their entropy. */
#define KEY_ADAPTERS(X) \
	X("nss", nss_adapter, "NSC_GetInterfaceList", "NSS: PK11_GenerateRandom(), keys, signatures and TLS; noticed when NSS has been initialized") \
	X("mbedtls", mbedtls_adapter, "mbedtls_ctr_drbg_random", "mbedTLS: CTR_DRBG and HMAC_DRBG contexts, and with them TLS, psa_generate_random() and psa_generate_key()") \
	X("wolfssl", wolfssl_adapter, "wc_RNG_GenerateBlock", "wolfSSL: WC_RNG objects, and with them TLS and keys; wolfSSL_RAND_bytes()") \
	X("sodium", sodium_adapter, "randombytes_set_implementation", "libsodium, where the program asks for its internal generator") \
	X("nettle", nettle_adapter, "nettle_yarrow256_random", "Nettle: Yarrow; Knuth's lagged Fibonacci generator under --seed alone") \
	X("tomcrypt", tomcrypt_adapter, "prng_descriptor", "LibTomCrypt: Yarrow, Fortuna, RC4, SOBER-128 and ChaCha20 generators") \
	X("apr", apr_adapter, "apr_random_init", "APR: apr_random_t, where apr_proc_fork() did not tell it of the child")

#define ADAPTERS(X) \
	KEY_ADAPTERS(X) \
	X("cares", cares_adapter, "ares_create_query", "c-ares, up to 1.19: ids of DNS queries, of channels that are inherited") \
	X("chicken", chicken_adapter, "C_set_random_seed", "CHICKEN Scheme's pseudo-random numbers") \
	X("gawk", gawk_adapter, "dl_load", "rand() of gawk, in scripts that load the extension by which they fork before they call it") \
	X("gfortran", gfortran_adapter, "_gfortran_random_r8", "RANDOM_NUMBER, in each thread") \
	X("gfortran-rand", gfortran_rand_adapter, "_gfortran_irand", "rand() and irand()") \
	X("glib", glib_adapter, "g_random_int", "g_random_int() and its kind, GRand objects made without a seed, g_uuid_string_random()") \
	X("gmp", gmp_adapter, "__gmp_randinit_mt", "gmp_randstate_t that was not seeded, mpz_random() and the like; also under MPFR, gmpy2 and SWI-Prolog") \
	X("gsl", gsl_adapter, "gsl_rng_types_setup", "gsl_rng objects made without a seed, of all types that are the library's") \
	X("guile", guile_adapter, "scm_the_rng", "Guile's random and its kind, *random-state* and random-state objects made without a seed") \
	X("igraph", igraph_adapter, "igraph_rng_default", "igraph: its default generator, games, and generators made without a seed") \
	X("lua", lua_adapter, "lua_setwarnf", "math.random of Lua 5.4 and later, in each Lua state; earlier Luas draw from libc") \
	X("luajit", luajit_adapter, "luaJIT_setmode", "math.random of LuaJIT 2.1, in each Lua state, also in code that it has compiled") \
	X("ntl", ntl_adapter, "_ZN3NTL22GetCurrentRandomStreamEv", "NTL's random stream, in each thread") \
	X("octave", octave_adapter, "_ZN6octave26set_mersenne_twister_stateEPKj", "Octave: rand, randn, rande, randg, randp, randi and randperm") \
	X("opencv", opencv_adapter, "_ZN2cv6theRNGEv", "OpenCV's theRNG(), in each thread") \
	X("pari", pari_adapter, "pari_rand", "PARI's random numbers, in each thread") \
	X("perl", perl_adapter, "Perl_drand48_r", "rand, and what draws from it: List::Util's shuffle and sample, File::Temp and the like") \
	X("php", php_adapter, "php_mt_rand", "mt_rand(), rand(), shuffle(), array_rand(), str_shuffle(), lcg_value() and Random\\Engine objects made without a seed, in PHP 8.2 to 8.4") \
	X("qt", qt_adapter, "_ZN18QRandomGenerator646globalEv", "QRandomGenerator::global() of Qt 5 and 6, qrand()") \
	X("r", r_adapter, "GetRNGstate", "R's random numbers, of all kinds that are its own: parallel::mcfork(), mclapply() with mc.set.seed = FALSE") \
	X("ruby", ruby_adapter, "rb_random_mark", "Ruby: Random objects made without a seed, and what draws from them; Ruby's own rand is safe, and left alone") \
	X("sqlite", sqlite_adapter, "sqlite3_randomness", "random(), randomblob(), sqlite3_randomness() and rowids that SQLite draws; also inside Python, Perl and PHP") \
	X("tcl", tcl_adapter, "Tcl_CreateInterp", "expr's rand() in each interpreter, also expect's and Tkinter's") \
	X("torch", torch_adapter, "_ZN2at6detail22getDefaultCPUGeneratorEv", "PyTorch: the default generator and torch.Generator() without a seed, on the CPU; a DataLoader's workers keep their seeds") \
	OPT_IN_ADAPTERS(X)

/* Not healed unless it is asked for by its name. */
#define OPT_IN_ADAPTERS(X) \
	X("+scan", scan_adapter, "__libc_start_main", "std::mt19937, std::mt19937_64 and Rust's ChaCha in the program's own memory, by their shapes, whoever seeded them")
/* clang-format on */

#define RUNTIMES(X) PYTHON_RUNTIMES(X) ADAPTERS(X)

enum {
#define X(name, runtime, mark, words) INDEX_OF_##runtime,
	RUNTIMES(X) RUNTIMES_LISTED,
	ADAPTERS_BEGIN = INDEX_OF_python_random_runtime + 1,
#undef X
#define X(name, runtime, mark, words) +1
	KEY_ADAPTERS_END = ADAPTERS_BEGIN KEY_ADAPTERS(X),       /* they are the first */
	OPT_IN_BEGIN = RUNTIMES_LISTED - (0 OPT_IN_ADAPTERS(X)), /* and these the last */
#undef X
};

/* Not 0 where a fork has something to do. */
internal extern _Atomic bool runtimes_awake;

/* Which are active by the settings, and whether one is in the process already. */
void runtimes_start(const struct settings *settings);

/* True for the runtime of that index if the settings let us heal it, or if it is kept as
 * it is (FORKSEED_KEEP) and an audit wants to know who draws from it. */
bool runtimes_is_active(int index);
bool runtimes_is_kept(int index);

/* The program is about to open an object (dlopen(3)). Keeps errno. */
void runtimes_before_open(void);

/* The program is about to close one (dlclose(3)); and has. The latter keeps errno. */
void runtimes_before_close(void);
void runtimes_after_close(void);

/* The program is about to fork, in a function that `caller` called. Keeps errno; takes no
 * lock but the interpreter's own for its list of pending calls. */
void runtimes_look_before_fork(const void *caller);

static inline void runtimes_before_fork(const void *caller)
{
	if (unlikely(atomic_load_explicit(&runtimes_awake, memory_order_relaxed)))
		runtimes_look_before_fork(caller);
}
