#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# std::random_shuffle() of libstdc++, with its parallel mode switched on (-D_GLIBCXX_PARALLEL, for C++14 and before). It
# draws from rand(3), so one expects srand(3) to choose the order, and a second call to make another. Seen in libstdc++
# 12.2.0 (Debian 12): with two threads or more, and 1000 elements or more, it is one order always, whatever srand() was
# given, in the second call as in the first, and in every process. Each thread's engine is to have a seed of rand()'s,
# from below 2^32 - 1 (source: parallel/random_shuffle.h, __parallel_random_shuffle_drs), but the function that
# divides takes an int (parallel/algo.h, _CRandNumber): the limit arrives as -1, and rand() % -1 is 0. A generator
# that the program hands over, with a wider argument, is spared.
. "$(dirname "$0")/lib.bash"
packages g++-12=12.2.0-14+deb12u1 gcc-12=12.2.0-14+deb12u1 cpp-12=12.2.0-14+deb12u1 libgcc-12-dev=12.2.0-14+deb12u1 \
	libstdc++-12-dev=12.2.0-14+deb12u1 libgomp1=12.2.0-14+deb12u1

cat >"$tmp/program.cc" <<'END'
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>
/* ./program ELEMENTS SEED [wide]: a line for each of two shuffles, from the same order. */
int main(int argc, char **argv)
{
	srand(atoi(argv[2]));
	for (int shuffle = 0; shuffle < 2; shuffle++) {
		std::vector<int> order(atoi(argv[1]));
		for (size_t i = 0; i < order.size(); i++)
			order[i] = (int)i;
		auto wide = [](long limit) { return rand() % limit; };
		if (argc > 3)
			std::random_shuffle(order.begin(), order.end(), wide);
		else
			std::random_shuffle(order.begin(), order.end());
		for (int element : order)
			printf("%d ", element);
		puts("");
	}
}
END
compiler=$(find "$root/usr/bin" -name '*-g++-12')
for mode in serial parallel; do
	[ $mode = serial ] || parallel=-D_GLIBCXX_PARALLEL
	# shellcheck disable=SC2086 # none or one
	run "$compiler" -O1 -w -std=c++14 -fopenmp ${parallel-} "$tmp/program.cc" -o "$tmp/$mode" || exit 1
done

# orders MODE THREADS ELEMENTS [wide]: how many, of two calls in each of four processes with a seed each
orders() {
	for seed in 1 2 3 4; do
		OMP_NUM_THREADS=$2 run "$tmp/$1" "$3" $seed ${4:+"$4"}
	done | distinct
}
seen 8 "as it is, 2000 elements: distinct orders of 4 seeds, 2 calls each" "$(orders serial 4 2000)"
seen 8 "parallel mode, 500 elements, 4 threads" "$(orders parallel 4 500)"
seen 8 "parallel mode, 2000 elements, 1 thread" "$(orders parallel 1 2000)"
seen 1 "parallel mode, 2000 elements, 2 threads" "$(orders parallel 2 2000)"
seen 1 "parallel mode, 2000 elements, 4 threads" "$(orders parallel 4 2000)"
seen 8 "the same, with a generator of the program's" "$(orders parallel 4 2000 wide)"
finish
