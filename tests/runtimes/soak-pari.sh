#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# PARI: each child draws its own random numbers, from C and by a line of GP.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
pari=$programs/runtimes/pari

if here pari libpari-dev; then
	for kind in words numbers script; do
		heals pari $kind "$pari" $kind
		keeps_parent $kind "$pari" $kind
		keeps_seeds $kind "$pari" $kind
		keeps_childs_seeds $kind "$pari" $kind
	done
	audited pari words "drew in draw_words" "$pari" words
fi
finish
