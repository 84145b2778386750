/* SPDX-License-Identifier: MIT
 *
 * Finding the tables: the type called "random/MT" is the one that has the exported type
 * as its parent, in the data of the same object; a made-up state, seeded and drawn from
 * by its functions, must come out as the Mersenne twister's.
 */
#include "recorder/elf_symbols.h"
#include "ruby.h"
#include "slots.h"

#include <string.h>

struct ruby_known ruby_known;

enum { SEED_BITS = 128, WORD = sizeof(uintptr_t), MOST_STATE = 4096, IS_EMBEDDABLE = 2 };
enum { FIRST_VERSION = 1 << 16 }; /* behind it, what is in that place is an address */

/* rb_random_interface_t: since 3.2 with a version, and another function to seed. */
struct ruby_functions {
	uintptr_t seed_bits;
	void *rest[6];
};
enum place { SEED, WORDS, BYTES, REAL, PLACES };

static unsigned place_of(const struct ruby_functions *table, enum place place)
{
	static const unsigned plain[PLACES] = {0, 1, 2, 3},
			      versioned[PLACES] = {1, 3, 4, 5};
	bool has_version = (uintptr_t)table->rest[0] < FIRST_VERSION;
	return has_version ? versioned[place] : plain[place];
}

static const struct ruby_type *find_in(const uintptr_t *words, size_t count,
				       const struct ruby_type *parent)
{
	enum { BEFORE = offsetof(struct ruby_type, parent) / WORD };
	for (size_t i = BEFORE; i + 2 < count; i++) {
		const struct ruby_type *type = (const void *)(words + i - BEFORE);
		if (words[i] == (uintptr_t)parent && type->name && type->functions &&
		    strcmp(type->name, "random/MT") == 0)
			return type;
	}
	return NULL;
}

static const struct ruby_type *find(const struct dl_phdr_info *info,
				    const struct ruby_type *parent)
{
	const struct ruby_type *found = NULL;
	for (int i = 0; i < info->dlpi_phnum && !found; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		uintptr_t at =
			(info->dlpi_addr + part->p_vaddr + WORD - 1) & -(uintptr_t)WORD;
		if (part->p_type == PT_LOAD && part->p_flags & PF_W &&
		    part->p_filesz >= sizeof *found)
			found = find_in((const uintptr_t *)at, part->p_filesz / WORD - 1,
					parent);
	}
	return found;
}

/* Matsumoto and Nishimura's init_by_array(), of 2002. */
static void expect(uint32_t *state, const uint32_t *key, size_t count)
{
	enum { N = TWISTER_WORDS };
	uint32_t i = 1;
	state[0] = 19650218;
	for (uint32_t j = 1; j < N; j++)
		state[j] = 1812433253 * (state[j - 1] ^ state[j - 1] >> 30) + j;
	for (uint32_t k = 0; k < N; k++) {
		uint32_t j = k % (uint32_t)count;
		state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) * 1664525) +
			   key[j] + j;
		if (++i == N)
			state[0] = state[N - 1], i = 1;
	}
	for (uint32_t k = 1; k < N; k++) {
		state[i] =
			(state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) * 1566083941) - i;
		if (++i == N)
			state[0] = state[N - 1], i = 1;
	}
	state[0] = 0x80000000u;
}

static bool draws_as_predicted(const struct ruby_known *known)
{
	static const uint32_t key[] = {0x123, 0x234, 0x345, 0x456};
	_Alignas(16) unsigned char made[MOST_STATE] = {0};
	uint32_t expected[TWISTER_WORDS];
	bool is_known = true;
	if (known->type->size(made) > sizeof made)
		return false;
	expect(expected, key, 4);
	known->seed(made, key, 4);
	for (int i = 0; i < 2; i++)
		is_known &=
			known->word(made) == twister_number(expected[i], expected[i + 1],
							    expected[i + TWISTER_AHEAD]);
	return is_known;
}

static struct ruby_known read_table(const struct ruby_type *type)
{
	const struct ruby_functions *table = type->functions;
	struct ruby_known known = {.type = type};
	memcpy(&known.seed, &table->rest[place_of(table, SEED)], WORD);
	memcpy(&known.word, &table->rest[place_of(table, WORDS)], WORD);
	memcpy(&known.bytes, &table->rest[place_of(table, BYTES)], WORD);
	memcpy(&known.real, &table->rest[place_of(table, REAL)], WORD);
	return known;
}

static bool is_proved(const struct dl_phdr_info *info, const struct ruby_known *known)
{
	struct elf_parts parts = elf_parts_of(info);
	return known->type->functions->seed_bits == SEED_BITS &&
	       elf_parts_contain(parts, (const void *)known->seed) &&
	       elf_parts_contain(parts, (const void *)known->word) &&
	       elf_parts_contain(parts, (const void *)known->bytes) &&
	       draws_as_predicted(known);
}

static void put(struct object *object, void *place, const void *hook)
{
	if (*(void **)place)
		slots_write(object, place, hook);
}

/* Ruby takes back the memory itself where no function is named. */
static void put_all(struct object *object, const struct ruby_hooks *hooks)
{
	const struct ruby_type *type = ruby_known.type;
	struct ruby_functions *table = type->functions;
	put(object, &table->rest[place_of(table, WORDS)], (const void *)hooks->word);
	put(object, &table->rest[place_of(table, BYTES)], (const void *)hooks->bytes);
	put(object, &table->rest[place_of(table, REAL)], (const void *)hooks->real);
	if ((intptr_t)type->release == -1 && !(type->flags & IS_EMBEDDABLE))
		put(object, (void *)&type->release, (const void *)hooks->release);
}

void ruby_tables_meet(const struct dl_phdr_info *info, struct object *object,
		      const struct ruby_type *parent, const struct ruby_hooks *hooks)
{
	if (!elf_parts_contain(elf_parts_of(info), parent))
		return;
	const struct ruby_type *type = find(info, parent);
	struct ruby_known known = type ? read_table(type) : (struct ruby_known){0};
	if (type && known.word == hooks->word)
		return;
	if (!type || !is_proved(info, &known)) {
		adapter_refuses("ruby", "its generators are not as they are known");
		return;
	}
	ruby_known = known;
	put_all(object, hooks);
}
