#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Nettle: Yarrow differs in each child, whoever seeded it; knuth-lfib, which is for what the
# program wants to repeat, differs under --seed alone.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
nettle=$programs/runtimes/nettle

if here nettle nettle-dev; then
	heals_keys nettle yarrow "$nettle" yarrow
	heals nettle fixed "$nettle" fixed
	repeats many "$nettle" many
	is "$(limited "$launcher" "$nettle" many apart | distinct)" "24 of 24" "many: healed, though there is no room to know it"
	for kind in fixed knuth array; do keeps_parent $kind "$nettle" $kind; done
	for kind in knuth array; do
		repeats $kind "$nettle" $kind
		keeps_seeds $kind "$nettle" $kind
		keeps_childs_seeds $kind "$nettle" $kind
	done
	never_hangs yarrow "$nettle" yarrow
	audited_keys nettle yarrow "drew in draw_yarrow" "$nettle" yarrow
fi
finish
