/* SPDX-License-Identifier: MIT
 *
 * What scan.c draws from, for C to call: engines where programs keep them. `one_by_one`
 * twists a word with each draw, as libc++'s std::mt19937 does.
 */
#include <cstdint>
#include <cstdio>
#include <new>
#include <random>
#include <vector>

namespace {
struct one_by_one {
	static constexpr size_t n = 624, m = 397;
	std::uint_fast32_t x[n];
	size_t i;
	explicit one_by_one(std::uint_fast32_t seed) : i(0)
	{
		x[0] = seed;
		for (size_t k = 1; k < n; k++)
			x[k] = static_cast<std::uint32_t>(1812433253u * (x[k - 1] ^ x[k - 1] >> 30) + k);
	}
	std::uint_fast32_t operator()()
	{
		std::uint_fast32_t y = (x[i] & 0x80000000u) | (x[(i + 1) % n] & 0x7fffffffu);
		x[i] = x[(i + m) % n] ^ y >> 1 ^ (y & 1 ? 0x9908b0dfu : 0);
		y = x[i];
		i = (i + 1) % n;
		y ^= y >> 11;
		y ^= y << 7 & 0x9d2c5680u;
		y ^= y << 15 & 0xefc60000u;
		return y ^ y >> 18;
	}
};

std::mt19937 global;
std::mt19937_64 global64;
one_by_one stepwise(7);
thread_local std::mt19937 local(5);
std::vector<std::mt19937_64> *heap = new std::vector<std::mt19937_64>(3);

/* More than are copied at one time: some lie in what two pieces share. */
struct engines_in_a_row {
	std::mt19937_64 all[60];
	engines_in_a_row()
	{
		for (int i = 0; i < 60; i++)
			all[i].seed(static_cast<unsigned>(i) + 1);
	}
} row;

template <class Engine> void say(char line[256], Engine &engine)
{
	unsigned long one = engine(), other = engine();
	std::snprintf(line, 256, "%lx %lx", one, other);
}
} // namespace

extern "C" {
void draw_global(char line[256]) { say(line, global); }
void draw_global64(char line[256]) { say(line, global64); }
void draw_stepwise(char line[256]) { say(line, stepwise); }
void draw_local(char line[256]) { say(line, local); }
void draw_heap(char line[256]) { say(line, (*heap)[2]); }
void draw_device(char line[256])
{
	static std::mt19937 seeded{std::random_device{}()};
	say(line, seeded);
}
/* Of each fifth; all go on. */
void draw_row(char line[256])
{
	int length = 0;
	for (int i = 0; i < 60; i++) {
		auto number = static_cast<unsigned long long>(row.all[i]());
		if (i % 5 == 0)
			length += std::snprintf(line + length, 256 - static_cast<size_t>(length), "%016llx ", number);
	}
}
void seed_all(void)
{
	global.seed(1);
	global64.seed(1);
	stepwise = one_by_one(1);
	local.seed(1);
	(*heap)[2].seed(1);
}

/* Of main()'s own. */
int with_stack(int (*run)(void (*draw)(char *line)))
{
	static std::mt19937 *stack;
	std::mt19937 engine(std::random_device{}());
	stack = &engine;
	return run([](char *line) { say(line, *stack); });
}
}
