/* SPDX-License-Identifier: MIT
 *
 * CHICKEN Scheme (runtime.c): pseudo-random numbers of the process, from a state of 16
 * words (WELL512) that begins alike in every process. A child sets it whole, by the
 * library's own function, before its first draw. Scheme runs in one thread, and no lock
 * is taken.
 */
#include "stream.h"

#include <string.h>

typedef intptr_t word; /* C_word: a small number n is 2n + 1 */

enum { STATE_WORDS = 16 };

/* What Scheme calls a blob: what it is and how long, then the bytes. */
struct blob {
	uintptr_t header;
	uintptr_t words[STATE_WORDS];
};

static word (*draw_small)(word below);
static word (*draw_large)(word **room, word count, word below);
static word (*draw_real)(word **room, word count);
static word (*set_seed)(word blob, word size);

static void heal(void)
{
	struct blob fresh = {.header = sizeof fresh.words};
	adapter_fill(fresh.words, sizeof fresh.words, "chicken", NULL, 0);
	set_seed((word)&fresh, (word)(sizeof fresh.words << 1 | 1));
	explicit_bzero(&fresh, sizeof fresh);
}

static struct stream stream = {"chicken", INDEX_OF_chicken_adapter, heal, false};

static word hook_draw_small(word below)
{
	stream_is_first_owners(&stream);
	return draw_small(below);
}

static word hook_draw_large(word **room, word count, word below)
{
	stream_is_first_owners(&stream);
	return draw_large(room, count, below);
}

static word hook_draw_real(word **room, word count)
{
	stream_is_first_owners(&stream);
	return draw_real(room, count);
}

static word hook_set_seed(word blob, word size)
{
	stream_seeded(&stream, &(struct seeding){.generator = "chicken",
						 .function = "set-pseudo-random-seed!"});
	return set_seed(blob, size);
}

static bool start(void)
{
	stream_start(&stream);
	return true;
}

/* clang-format off */
static const struct adapted functions[] = {
	{"C_random_fixnum", (void *)hook_draw_small, (void **)&draw_small, false},
	{"C_s_a_u_i_random_int", (void *)hook_draw_large, (void **)&draw_large, false},
	{"C_a_i_random_real", (void *)hook_draw_real, (void **)&draw_real, false},
	{"C_set_random_seed", (void *)hook_set_seed, (void **)&set_seed, false},
	{0},
};
/* clang-format on */

const struct adapter chicken_adapter = {functions, start};
