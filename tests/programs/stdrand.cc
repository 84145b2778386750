/* SPDX-License-Identifier: MIT */
// A C++ program whose forked children each throw four std::rand() draws as an exception
// and print what they catch; with an argument, they call std::srand() before.
#include <array>
#include <cstdlib>
#include <iostream>
#include <sys/wait.h>
#include <unistd.h>

using draws = std::array<int, 4>;

static void throw_draws(int seed)
{
	draws thrown;
	if (seed)
		std::srand(static_cast<unsigned>(seed));
	for (int &draw : thrown)
		draw = std::rand();
	throw thrown;
}

static void print_draws(int seed)
{
	try {
		throw_draws(seed);
	} catch (const draws &caught) {
		for (int draw : caught)
			std::cout << draw << ' ';
		std::cout << std::endl;
	}
}

int main(int argc, char **)
{
	std::srand(7);
	for (int i = 1; i <= 8; i++) {
		if (fork() == 0) {
			print_draws(argc > 1 ? i : 0);
			_exit(0);
		}
		wait(nullptr);
	}
	return 0;
}
