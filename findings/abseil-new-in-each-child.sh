#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Abseil's absl::BitGen, made anew in each forked child. Everywhere else that is the cure: what is
# made after the fork has a seed of its own. In Abseil 20220623.1 (Debian 12) a new generator is
# seeded from a pool that the library keeps in the process (source: random/internal/pool_urbg.cc),
# and children inherit it: once the parent has made one and drawn from it, the new generators of
# eight children all draw the same numbers, as does the old one. std::random_device asks the
# kernel.
. "$(dirname "$0")/lib.bash"
packages libabsl-dev=20220623.1-1+deb12u2 libabsl20220623=20220623.1-1+deb12u2

cat >"$tmp/program.cc" <<'END'
#include <absl/random/random.h>
#include <cstdio>
#include <cstring>
#include <random>
#include <sys/wait.h>
#include <unistd.h>
static unsigned long draw(const char *what)
{
	static absl::BitGen *kept;
	if (strcmp(what, "kept") == 0)
		return kept ? (*kept)() : (*(kept = new absl::BitGen))();
	return strcmp(what, "new") == 0 ? absl::BitGen()() : std::random_device()();
}
int main(int argc, char **argv)
{
	char line[32];
	if (argc > 2)
		draw(argv[1]);
	for (int i = 0; i < 8; i++) {
		if (fork() == 0)
			_exit(write(1, line, sprintf(line, "%lx\n", draw(argv[1]))) < 0);
		wait(NULL);
	}
}
END
# shellcheck disable=SC2046 # flags are words
c++ -O1 -std=c++17 -I"$root/usr/include" "$tmp/program.cc" -o "$tmp/program" $(tr ':' '\n' <<<"$libraries" | sed 's/^/-L/') \
	-Wl,--start-group $(find "$root" -name 'libabsl_random*.a' -o -name 'libabsl_base.a' -o -name 'libabsl_raw_logging*.a' \
		-o -name 'libabsl_throw*.a' -o -name 'libabsl_spinlock*.a' -o -name 'libabsl_log_sev*.a' \
		-o -name 'libabsl_str*.a' -o -name 'libabsl_int128.a') -Wl,--end-group -pthread

seen 8 "a new BitGen in each child, the parent made none: distinct numbers of 8" "$("$tmp/program" new | distinct)"
seen 1 "the same, and the parent had made one" "$("$tmp/program" new drawn | distinct)"
seen 1 "a BitGen that was made before the fork" "$("$tmp/program" kept drawn | distinct)"
seen 8 "std::random_device" "$("$tmp/program" device drawn | distinct)"
finish
