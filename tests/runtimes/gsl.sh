#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# GSL: generator objects without a seed differ in each child, of every type that the library
# has, whether the draw is compiled into the program or not.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
gsl=$programs/runtimes/gsl

# by_type: of how many types the children's lines are all the same, and all different.
by_type() {
	sort | uniq -c | awk '$1 == 8 { same++ } $1 == 1 && ++seen[$2] == 8 { differ++ }
		END { print same + 0, "same,", differ + 0, "differ" }'
}

if here gsl libgsl-dev; then
	for kind in inline library clone copy; do
		heals gsl $kind "$gsl" $kind
		keeps_parent $kind "$gsl" $kind
		keeps_seeds $kind "$gsl" $kind
		keeps_childs_seeds $kind "$gsl" $kind
	done
	keeps_seeds read "$gsl" read
	keeps_childs_seeds read "$gsl" read
	types=$(limited "$gsl" types | awk '!seen[$1]++' | grep -c .)
	is "$(limited "$gsl" types | by_type)" "$types same, 0 differ" "types: bare, of $types each repeats"
	is "$(limited "$launcher" "$gsl" types | by_type)" "0 same, $types differ" "types: healed, each differs"
	is "$(GSL_RNG_SEED=5 limited "$launcher" "$gsl" inline 2>/dev/null)" \
		"$(GSL_RNG_SEED=5 limited "$gsl" inline 2>/dev/null)" "inline: GSL_RNG_SEED is a seed of the user's, as bare"
	never_hangs inline "$gsl" inline
	audited gsl inline "called by draw_inline" "$gsl" inline
fi
finish
