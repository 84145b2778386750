#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SWI-Prolog, whose random numbers are GMP's: each child draws its own, where the program has
# not seeded them; what SWI-Prolog seeds itself counts for no seed.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
script=(swipl -q "$root/tests/runtimes/swipl.pl")

need swipl SWI-Prolog || { finish && exit; }
repeats integer "${script[@]}" integer
is "$(limited "$launcher" "${script[@]}" integer drawn | distinct)" "8 of 8" "integer: healed, the parent has drawn"
is "$(limited "$launcher" "${script[@]}" integer fresh | distinct)" "8 of 8" "integer: healed, it has not"
is "$(limited "$launcher" "${script[@]}" integer apart | distinct)" "24 of 24" "integer: grandchildren"
is "$(limited "$launcher" --keep=gmp "${script[@]}" integer drawn | distinct)" "1 of 8" "integer: --keep=gmp is as bare"
repeatable integer "${script[@]}" integer
keeps_parent integer "${script[@]}" integer
keeps_seeds integer "${script[@]}" integer
for kind in float permutation; do
	repeats $kind "${script[@]}" $kind
	is "$(limited "$launcher" "${script[@]}" $kind drawn | distinct)" "8 of 8" "$kind: healed"
done
is "$(limited "$launcher" "${script[@]}" integer large | distinct)" "1 of 8" "a large seed is left alone"
is "$(limited "${script[@]}" integer again | distinct)" "1 of 8" "seeded anew by set_random(seed(random)): bare, all the same"
is "$(limited "$launcher" "${script[@]}" integer again | distinct)" "8 of 8" "healed: the program has chosen no seed"
audited gmp integer "drew in .*libswipl" "${script[@]}" integer
finish
