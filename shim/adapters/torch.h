/* SPDX-License-Identifier: MIT
 *
 * What is in a generator of PyTorch's (ATen/core/MT19937RNGEngine.h), and where.
 */
#pragma once

#include "twister.h"

#include <stdbool.h>
#include <stdint.h>

struct torch_engine {
	uint64_t seed;
	int32_t left; /* until the next twist */
	bool is_seeded;
	uint32_t next;
	uint32_t words[TWISTER_WORDS];
};

/* Finds out where they are by a generator of its own, by the library's functions. Its
 * vtable; NULL where it is not as it is known. In the parent. */
void **torch_prove(void (*construct)(void *, uint64_t),
		   void (*set_seed)(void *, uint64_t), uint32_t (*draw)(void *));

/* Of a generator, once that was found. */
struct torch_engine *torch_engine(void *generator);

/* In a child that has not drawn yet: whoever holds its mutex is not here. */
void torch_free_mutex(void *generator);
