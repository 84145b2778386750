/* SPDX-License-Identifier: MIT
 *
 * What the files of this folder share: PHP's own structures (Zend/zend_compile.h,
 * Zend/zend_types.h, ext/random/php_random.h), as far as they are touched, and who does
 * what. PHP's calls inside itself reach no slot. But each of its generators is drawn from
 * through a pointer in a table (struct php_random_algo), and each function that a script
 * may call is listed in tables as well: hooks are put there before PHP begins.
 *
 * PHP has one thread (ZTS builds are refused), and none of this takes a lock of its.
 */
#pragma once

#include "adapters/adapter.h"

/* True for the object that PHP is. */
bool php_is_in(const struct dl_phdr_info *info);

/* What a generator hands out: up to 8.3 the number alone, in the same register. */
struct php_drawn {
	uint64_t number;
	size_t size;
};
typedef struct php_drawn php_generate(void *at);
typedef bool php_serialize(void *at, void *array);

enum php_algorithm {
	PHP_TWISTER,
	PHP_PCG,
	PHP_XOSHIRO,
	PHP_COMBINED, /* up to 8.3 */
	PHP_ALGORITHMS
};

/* Where things are; offsets in bytes. */
struct php_layout {
	uint16_t sizes[PHP_ALGORITHMS]; /* of the states */
	uint8_t size;    /* where an algorithm's table has it, in pointers */
	bool has_status; /* a generator is known by a status that points to its state */
	uint8_t state;   /* from there, in pointers */
	uint8_t generate, serialize; /* in an algorithm's table, in pointers */
	uint16_t words, count;       /* in a twister's state */
	uint16_t twister, is_seeded; /* in random_globals: those of the process */
	uint16_t lcg, is_lcg_seeded;
};
internal extern const struct php_layout *php_layout;
internal extern void **php_algorithms[PHP_ALGORITHMS];
internal extern char *php_globals;

/* Which layout this PHP has, proved by scratch states: NULL where it is none of them. */
const struct php_layout *php_layout_find(void);
internal extern void *(*php_default_status)(void);
internal extern double (*php_combined_lcg)(void);

/* A state by what is handed to php_generate. */
static inline void *php_state(void *at)
{
	return php_layout->has_status ? ((void **)at)[php_layout->state] : at;
}

/* What the process's own twister, or LCG, is known by; NULL before PHP has begun. */
static inline void *php_default(uint16_t offset)
{
	char *there = php_globals + offset;
	return php_layout->has_status ? *(void **)there : there;
}

/* The Mersenne twister's words: all of its state. */
enum { PHP_WORDS = 624 };

/* Values, calls and functions of scripts. */
enum { PHP_UNDEFINED, PHP_NULL, PHP_INTEGER = 4 };
struct php_value {
	union {
		int64_t integer;
		void *pointer;
	};
	uint8_t type, more_type[3];
	uint32_t extra;
};

struct php_call {
	const char *line;
	void *call, *result;
	const char *code;
	struct php_value self; /* extra: how many arguments there are */
	struct php_call *previous;
	void *rest[3];
	struct php_value arguments[];
};
typedef void php_function(struct php_call *call, struct php_value *result);

/* True where the program has chosen its first argument. */
static inline bool php_has_argument(const struct php_call *call)
{
	return call->self.extra > 0 && call->arguments[0].type > PHP_NULL;
}

/* A function that is listed in an object's tables, perhaps several of one name: each gets
 * a hook of its own, which goes on to `next`. */
struct php_listed {
	php_function *hook, *next;
};

struct php_wanted {
	const char *name;
	const char *before, *behind; /* listed shortly before it, and behind; or NULL */
	struct php_listed *listed;   /* the last has no hook */
};

/* Replaces them in an object. A second time does no harm. */
void php_tables_hook(const struct dl_phdr_info *info, struct object *object,
		     const struct php_wanted *wanted);

void php_tables_forget(const struct php_wanted *wanted); /* of another PHP */

/* One pointer; a second time does no harm. */
void php_hook(struct object *object, void **place, void *hook, void **next);

/* The process's own twister and LCG. */
void php_streams_meet(const struct dl_phdr_info *info, struct object *object);
bool php_streams_are_hooked(void);
void php_streams_start(void);
internal extern void (*php_seed_twister)(uint32_t seed);
void php_hook_seed_twister(uint32_t seed);
double php_hook_combined_lcg(void);

/* Engine objects (Random\Engine), known by what is handed to php_generate. */
void php_engines_before_draw(enum php_algorithm algorithm, void *at);
void php_engines_meet(const struct dl_phdr_info *info, struct object *object);
bool php_engines_start(void *theirs_free, void *theirs_clone);

/* PHP's extension gmp: whether the seed that it gives to GMP there is PHP's own choice.
 */
void php_gmp_meet(const struct dl_phdr_info *info, struct object *object);
void php_gmp_start(void);
bool php_gmp_seeds_itself(const void *caller);

/* The script's frames, for an audit: proved once, by a call that is being made. */
void php_frames_start(void);
void php_frames_end(void);
void php_frames_meet(const struct dl_phdr_info *info, struct object *object);
void php_frames_prove(const struct php_call *call);
