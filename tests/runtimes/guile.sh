#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Guile: each child draws its own from *random-state* and other states that nobody seeded, in
# guile and in a program that has libguile inside.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
script=(guile --no-auto-compile "$root/tests/runtimes/guile.scm")
host=$programs/runtimes/guile

# child CODE: what a child says that runs it, its parent having drawn.
child() {
	"${@:2}" guile --no-auto-compile -c "(random 9) (if (zero? (primitive-fork))
		(begin $1 (force-output) (primitive-_exit 0)) (waitpid WAIT_ANY))"
}

if need guile Guile; then
	heals guile integer "${script[@]}" integer
	for kind in uniform normal platform copy vector; do
		repeats $kind "${script[@]}" $kind
		is "$(limited "$launcher" "${script[@]}" $kind drawn | distinct)" "8 of 8" "$kind: healed"
	done
	for kind in integer normal; do
		keeps_parent $kind "${script[@]}" $kind
		keeps_seeds $kind "${script[@]}" $kind
	done
	is "$(limited "$launcher" "${script[@]}" integer datum | distinct)" "1 of 8" "a state that was read: left alone"
	seeds='(display (random 1000000 (seed->random-state 7)))'
	is "$(child "$seeds" limited "$launcher")" "$(child "$seeds" limited)" "a child's own seed counts"
	anew='(display (random 1e20 (random-state-from-platform))) (newline)'
	is "$({ child "$anew" limited "$launcher" && child "$anew" limited "$launcher"; } | distinct)" "2 of 2" "a child's state by the kernel"
	is "$(child "$anew" limited "$launcher" --seed x)" "$(child "$anew" limited "$launcher" --seed x)" "and under --seed it is repeated"
	audited guile guile "drew in scm_c_random" "${script[@]}" integer
	check "told with the place that forks" grep -q 'forked in .*libguile' "$tmp/said"
	audited guile seeded "seeded by random-state(42)" "${script[@]}" integer seeded
	check "that it was seeded is why it is not healed" grep -q 'the program gave it a seed' "$tmp/said"
fi
if here guile guile-3.0-dev; then
	heals guile "a host" "$host"
	keeps_parent "a host" "$host"
	keeps_seeds "a host" "$host"
	never_hangs "a host" "$host"
fi

# A program that is a Guile by its names, with another generator.
cat >"$tmp/other.c" <<'END'
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
static uint32_t bits(uint32_t *state) { return state[4] = state[4] * 69069 + 1; }
struct { size_t size; uint32_t (*bits)(uint32_t *); void *rest[4]; } scm_the_rng = {24, bits, {0}};
uintptr_t scm_var_random_state, scm_tc16_rstate;
void *scm_c_make_rstate(const char *seed, int length) { (void)seed, (void)length; return 0; }
double scm_c_normal01(void *state) { (void)state; return 0; }
uintptr_t scm_seed_to_random_state(uintptr_t seed) { return seed; }
uintptr_t scm_random_state_from_platform(void) { return 0; }
int main(void)
{
	uint32_t state[6] = {0, 0, 0, 0, 7};
	if (fork() == 0)
		return printf("%u %d\n", scm_the_rng.bits(state), scm_the_rng.bits == bits) < 0;
	return wait(0) < 0;
}
END
"${CC:-cc}" -rdynamic "$tmp/other.c" -o "$tmp/other"
is "$(limited "$launcher" "$tmp/other")" "$(limited "$tmp/other")" "another generator: left alone"
limited "$launcher" --check --audit="$tmp/report" "$tmp/other" >"$tmp/out" 2>"$tmp/said"
is "$? $(grep -c 'its generator is not the one we know' "$tmp/said")" "99 1" "and told of"
finish
