/* SPDX-License-Identifier: MIT
 *
 * That math.random is the generator which we know is proved in a Lua state of our own: it
 * opens nothing but the library, in memory that is given back.
 */
#include "lua.h"

#include <string.h>
#include <sys/mman.h>

enum { ARENA = 1 << 18, ALIGNMENT = 16 };

int lua_upvalue;
static uint64_t *proved_words; /* of the state that is ours, for is_upvalue() */

struct arena {
	size_t used;
	_Alignas(ALIGNMENT) unsigned char bytes[];
};

/* Nothing is ever used again. */
static void *allocate(void *data, void *old, size_t old_size, size_t size)
{
	struct arena *arena = data;
	size = (size + ALIGNMENT - 1) & (size_t)-ALIGNMENT;
	if (!size || size > ARENA - sizeof *arena - arena->used)
		return NULL;
	void *there = arena->bytes + arena->used;
	arena->used += size;
	if (old)
		memcpy(there, old, old_size < size ? old_size : size);
	return there;
}

static uint64_t rotated(uint64_t word, int by)
{
	return word << by | word >> (64 - by);
}

/* xoshiro256**, and a float of its upper 53 bits. */
static double predicted(uint64_t words[LUA_WORDS])
{
	uint64_t number = rotated(words[1] * 5, 7) * 9, shifted = words[1] << 17;
	words[2] ^= words[0];
	words[3] ^= words[1];
	words[1] ^= words[2];
	words[0] ^= words[3];
	words[2] ^= shifted;
	words[3] = rotated(words[3], 45);
	return (double)(number >> 11) * 0x1p-53;
}

uint64_t *lua_words_of_library(lua_State *state)
{
	int top = lua_api.gettop(state);
	uint64_t *words = NULL;
	lua_api.getfield(state, -1, "random");
	if (lua_api.getupvalue(state, -1, 1) && lua_api.rawlen(state, -1) == LUA_BYTES)
		words = lua_api.touserdata(state, -1);
	lua_api.settop(state, top);
	return words;
}

/* The library is on top. */
static bool draws_as_predicted(lua_State *state, uint64_t *words)
{
	uint64_t expected[LUA_WORDS] = {0x123456789abcdef1, 0xfedcba9876543210,
					0x0f1e2d3c4b5a6978, 0x8796a5b4c3d2e1f0};
	memcpy(words, expected, sizeof expected);
	for (int i = 0; i < 3; i++) {
		int is_number = 0;
		lua_api.getfield(state, -1, "random");
		lua_api.callk(state, 0, 1, 0, NULL);
		double number = lua_api.tonumberx(state, -1, &is_number);
		lua_api.settop(state, -2);
		if (!is_number || number != predicted(expected) ||
		    memcmp(words, expected, sizeof expected) != 0)
			return false;
	}
	return true;
}

static int is_upvalue(lua_State *state)
{
	lua_api.pushinteger(state,
			    lua_api.touserdata(state, lua_upvalue) == proved_words);
	return 1;
}

static bool has_upvalue(lua_State *state)
{
	lua_api.getfield(state, -1, "random");
	if (!lua_api.getupvalue(state, -1, 1))
		return false;
	lua_api.pushcclosure(state, is_upvalue, 1);
	lua_api.callk(state, 0, 1, 0, NULL);
	return lua_api.tointegerx(state, -1, NULL) == 1;
}

static int prove(lua_State *state)
{
	lua_api.open(state);
	proved_words = lua_words_of_library(state);
	bool is_right = proved_words && draws_as_predicted(state, proved_words) &&
			has_upvalue(state);
	lua_api.pushinteger(state, is_right);
	return 1;
}

/* Under Lua's own protection: what is not as it is known may raise an error. */
static bool proves(struct arena *arena)
{
	lua_State *state = lua_api.newstate(allocate, arena, 1);
	if (!state)
		return false;
	lua_api.pushcclosure(state, prove, 0);
	bool is_right = lua_api.pcallk(state, 0, 1, 0, 0, NULL) == 0 &&
			lua_api.tointegerx(state, -1, NULL) == 1;
	lua_api.close(state);
	return is_right;
}

/* LUA_REGISTRYINDEX - 1, by the version: luaconf.h of 5.4, lua.h of 5.5. */
static bool is_known_version(void)
{
	double version = lua_api.version(NULL);
	lua_upvalue = version == 504 ? -1001001 : -(INT32_MAX / 2 + 1000) - 1;
	return version == 504 || version == 505;
}

bool lua_is_proved(void)
{
	if (!is_known_version())
		return false;
	struct arena *arena = mmap(NULL, ARENA, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (arena == MAP_FAILED)
		return false;
	bool is_right = proves(arena);
	munmap(arena, ARENA);
	return is_right;
}
