#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# GMP: states that nobody has seeded, and what its functions without a state draw from,
# differ in each child; also under MPFR, and in Python's gmpy2.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
gmp=$programs/runtimes/gmp
python=/usr/bin/python3 # Debian's: gmpy2 is packaged for this one

# states SEED...: what children draw from gmpy2.random_state(SEED), in Python.
states() {
	"$python" -c '
import gmpy2, os, sys
state = gmpy2.random_state(*map(int, sys.argv[1:-1]))
draw = lambda: (int(gmpy2.mpz_urandomb(state, 100)), gmpy2.mpfr_random(state))
if sys.argv[-1] != "fresh": draw()
for _ in range(8):
    if os.fork() == 0: print(*draw(), flush=True); os._exit(0)
    os.wait()' "$@"
}
healed_states() { LD_PRELOAD=$shim states "$@"; }

if here gmp libmpfr-dev; then
	for kind in words integers reals copy linear old mpfr; do
		heals gmp $kind "$gmp" $kind
		keeps_parent $kind "$gmp" $kind
	done
	for kind in integers linear mpfr; do
		keeps_seeds $kind "$gmp" $kind
		keeps_childs_seeds $kind "$gmp" $kind
	done
	never_hangs old "$gmp" old
	audited gmp words "drew in draw_words" "$gmp" words
fi
if ! "$python" -c 'import gmpy2' 2>/dev/null; then
	lacks python3-gmpy2 "gmpy2"
else
	is "$(states drawn | distinct)" "1 of 8" "gmpy2: bare, all children draw the same"
	is "$(healed_states drawn | distinct)" "8 of 8" "gmpy2: healed, the parent has drawn"
	is "$(healed_states fresh | distinct)" "8 of 8" "gmpy2: healed, it has not"
	is "$(healed_states 0 drawn)" "$(states 0 drawn)" "gmpy2: a state made with a seed, even of 0, is as bare"
fi
finish
