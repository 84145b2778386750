#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# gfortran: RANDOM_NUMBER, in each of a child's threads, and rand() and irand() differ in
# each child; a child never waits for a lock that a thread of its parent held.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
gfortran=$programs/runtimes/gfortran

# in_parallel: OpenMP's threads, which begin in each child. Which of them draws first is chance.
in_parallel() {
	local how
	repeats parallel "$gfortran" parallel
	for how in drawn fresh; do
		is "$(limited "$launcher" "$gfortran" parallel $how | tr ' ' '\n' | distinct)" "24 of 24" \
			"parallel: the threads of each child differ, $how"
	done
	is "$(limited "$launcher" --seed x "$gfortran" parallel | tr ' ' '\n' | sort)" \
		"$(limited "$launcher" --seed x "$gfortran" parallel | tr ' ' '\n' | sort)" "parallel: --seed, the same again"
}

if here gfortran gfortran; then
	for kind in reals array thread; do heals gfortran $kind "$gfortran" $kind; done
	for kind in reals array thread; do
		keeps_parent $kind "$gfortran" $kind
		keeps_seeds $kind "$gfortran" $kind
	done
	for kind in reals array; do keeps_childs_seeds $kind "$gfortran" $kind; done
	keeps_seeds wide "$gfortran" wide
	keeps_childs_seeds wide "$gfortran" wide
	heals gfortran state "$gfortran" state
	is "$(limited "$gfortran" anew seeded | distinct)" "1 of 8" "seeded by the system, bare"
	for how in seeded reseeded; do
		is "$(limited "$launcher" "$gfortran" anew $how | distinct)" "8 of 8" "seeded by the system, in whichever process: $how"
	done
	in_parallel
	heals gfortran-rand old "$gfortran" old
	keeps_parent old "$gfortran" old
	for kind in old flag; do
		keeps_seeds $kind "$gfortran" $kind
		keeps_childs_seeds $kind "$gfortran" $kind
	done
	for kind in reals thread; do never_hangs $kind "$gfortran" $kind; done
	never_waits old "$gfortran" old
	audited gfortran reals "drew in draw_reals" "$gfortran" reals
	audited gfortran-rand old "drew in draw_old" "$gfortran" old
fi
finish
