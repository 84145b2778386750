/* SPDX-License-Identifier: MIT
 *
 * That math.random is the generator which we know is proved in a Lua state of our own,
 * which opens nothing but the library, in memory that LuaJIT maps and gives back. What
 * compiled code calls has no name: it is what math.random itself calls, and proved to
 * make the generator's step.
 */
#include "luajit.h"

#include <string.h>

static const uint64_t made_up[LUA_WORDS] = {0x123456789abcdef1, 0xfedcba9876543210,
					    0x0f1e2d3c4b5a6978, 0x8796a5b4c3d2e1f0};

/* Tausworthe's generator of 223 bits (L'Ecuyer, 1999, "Tables of maximally
 * equidistributed combined LFSR generators"): of each component's word the upper `bits`
 * count. */
static const struct component {
	int bits, q, s;
} components[LUA_WORDS] = {{63, 31, 18}, {58, 19, 28}, {55, 24, 7}, {47, 21, 8}};

/* A float from 1 to 2, in bits. */
static uint64_t predicted(uint64_t words[LUA_WORDS])
{
	uint64_t number = 0;
	for (int i = 0; i < LUA_WORDS; i++) {
		struct component it = components[i];
		uint64_t word = words[i], kept = word & UINT64_MAX << (64 - it.bits);
		words[i] = (word << it.q ^ word) >> (it.bits - it.s) ^ kept << it.s;
		number ^= words[i];
	}
	return (number & 0x000fffffffffffff) | 0x3ff0000000000000;
}

void luajit_mend(uint64_t words[LUA_WORDS])
{
	for (int i = 0; i < LUA_WORDS; i++)
		if (!(words[i] >> (64 - components[i].bits)))
			words[i] |= (uint64_t)1 << 63;
}

uint64_t *luajit_words_of_library(lua_State *state)
{
	int top = luajit_api.gettop(state);
	uint64_t *words = NULL;
	luajit_api.getfield(state, -1, "random");
	if (luajit_api.getupvalue(state, -1, 1) &&
	    luajit_api.objlen(state, -1) == LUA_BYTES)
		words = luajit_api.touserdata(state, -1);
	luajit_api.settop(state, top);
	return words;
}

static lua_function *function_of_library(lua_State *state, const char *name)
{
	luajit_api.getfield(state, -1, name);
	lua_function *function = luajit_api.tocfunction(state, -1);
	luajit_api.settop(state, -2);
	return function;
}

/* The library is on top. */
static bool draws_as_predicted(lua_State *state, uint64_t *words)
{
	uint64_t expected[LUA_WORDS];
	memcpy(expected, made_up, sizeof expected);
	memcpy(words, made_up, sizeof made_up);
	for (int i = 0; i < 3; i++) {
		luajit_api.getfield(state, -1, "random");
		luajit_api.call(state, 0, 1);
		double number = luajit_api.tonumber(state, -1) + 1;
		uint64_t bits, right = predicted(expected);
		memcpy(&bits, &number, sizeof bits);
		luajit_api.settop(state, -2);
		if (bits != right || memcmp(words, expected, sizeof expected) != 0)
			return false;
	}
	return true;
}

static struct luajit_found proved;
static const uint64_t *proved_words; /* for is_upvalue() */

static int is_upvalue(lua_State *state)
{
	luajit_api.pushnumber(state, luajit_api.touserdata(state, LUAJIT_UPVALUE) ==
					     proved_words);
	return 1;
}

static bool has_upvalue(lua_State *state)
{
	luajit_api.getfield(state, -1, "random");
	luajit_api.getupvalue(state, -1, 1);
	luajit_api.pushcclosure(state, is_upvalue, 1);
	luajit_api.call(state, 0, 1);
	return luajit_api.tonumber(state, -1) == 1;
}

/* A library's opening function wants its name, as it is called. */
static int prove(lua_State *state)
{
	luajit_api.pushcclosure(state, luajit_api.open, 0);
	luajit_api.call(state, 0, 1);
	uint64_t *words = luajit_words_of_library(state);
	proved_words = words;
	proved.random = function_of_library(state, "random");
	proved.randomseed = function_of_library(state, "randomseed");
	luajit_api.pushnumber(state, words && proved.random && proved.randomseed &&
					     draws_as_predicted(state, words) &&
					     has_upvalue(state));
	return 1;
}

bool luajit_prove(struct luajit_found *found)
{
	lua_State *state = luajit_api.newstate();
	if (!state)
		return false;
	luajit_api.pushcclosure(state, prove, 0);
	bool is_right = luajit_api.pcall(state, 0, 1, 0) == 0 &&
			luajit_api.tonumber(state, -1) == 1;
	luajit_api.close(state);
	*found = proved;
	return is_right;
}

static bool is_step(luajit_step *step)
{
	uint64_t words[LUA_WORDS], expected[LUA_WORDS];
	memcpy(words, made_up, sizeof words);
	memcpy(expected, made_up, sizeof expected);
	for (int i = 0; i < 3; i++) {
		uint64_t number = step(words);
		if (number != predicted(expected) ||
		    memcmp(words, expected, sizeof words) != 0)
			return false;
	}
	return true;
}

/* Where a call to a fixed place goes; 0: there is none. Where calls look otherwise, none
 * is found. */
static uintptr_t call_target(const unsigned char *code)
{
#if defined __x86_64__
	int32_t distance;
	memcpy(&distance, code + 1, sizeof distance);
	return *code == 0xe8 ? (uintptr_t)code + 5 + (uintptr_t)(intptr_t)distance : 0;
#elif defined __aarch64__
	uint32_t word;
	memcpy(&word, code, sizeof word);
	bool is_call = (uintptr_t)code % 4 == 0 && word >> 26 == 0x25;
	intptr_t distance = (int32_t)(word << 6) >> 4;
	return is_call ? (uintptr_t)code + (uintptr_t)distance : 0;
#else
	(void)code;
	return 0;
#endif
}

bool luajit_find_step(struct luajit_found *found, const struct dl_phdr_info *object,
		      bool (*fits)(const struct dl_phdr_info *object, const void *step))
{
	enum { SEARCHED = 256 };
	const unsigned char *code = (const unsigned char *)found->random;
	for (int i = 0; i < SEARCHED; i++) {
		uintptr_t target = call_target(code + i);
		if (!target || !fits(object, (const void *)target))
			continue;
		found->step = (luajit_step *)target;
		return is_step(found->step);
	}
	return false;
}
