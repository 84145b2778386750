/* SPDX-License-Identifier: MIT
 *
 * Ruby's tables for generators (ruby/random.h, since 3.0): the type of Random objects,
 * and the functions that draw from one. They are not exported, and found by what they
 * lead to.
 */
#pragma once

#include "adapter.h"
#include "twister.h"

struct ruby_functions;

struct ruby_type { /* rb_data_type_t */
	const char *name;
	void (*mark)(void *);
	void (*release)(void *); /* RUBY_DEFAULT_FREE: Ruby's function for memory */
	size_t (*size)(const void *);
	void *rest[2];
	const struct ruby_type *parent;
	struct ruby_functions *functions;
	uintptr_t flags;
};

/* What was found and proved, as it was; no type: nothing. */
struct ruby_known {
	const struct ruby_type *type;
	void (*seed)(void *state, const uint32_t *words, size_t count);
	uint32_t (*word)(void *state);
	void (*bytes)(void *state, void *to, size_t size);
	double (*real)(void *state, int is_whole);
};
internal extern struct ruby_known ruby_known;

struct ruby_hooks {
	uint32_t (*word)(void *state);
	void (*bytes)(void *state, void *to, size_t size);
	double (*real)(void *state, int is_whole);
	void (*release)(void *state);
};

/* Looks for them in an object (adapter_meets()), and puts the hooks there. */
void ruby_tables_meet(const struct dl_phdr_info *info, struct object *object,
		      const struct ruby_type *parent, const struct ruby_hooks *hooks);
