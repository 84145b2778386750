# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154
# Promise 5 for as many children as the caller says: shared by locks.sh (seconds) and
# soak-locks.sh (minutes). Sourced after python.bash; not a test.

# one_hangs KIND: of twelve bare children.
one_hangs() {
	run_into "$tmp/bare" bare "$python" "$here/locks.py" "$1" 12 1 &&
		[ "$(tail -n 1 "$tmp/bare" | grep -c "^$1 .*hung=[1-9]")" -eq 1 ]
}

# orphans CHILDREN: that many for each kind of generator, after 12 bare ones.
orphans() {
	local kind
	for kind in np.random default_rng RandomState rlock default_rng-42 RandomState-7; do
		sees one_hangs $kind
		ok $? "$kind: bare, $(tail -n 1 "$tmp/bare")"
		run_into "$tmp/shim" shimmed "$python" "$here/locks.py" $kind "$1" 20
		is "$(tail -n 1 "$tmp/shim")" "$kind reported=$1 hung=0 failed=0" \
			"$kind: with the shim, none of $1 hangs"
		case $kind in
		*-*) ;; # a seed: their draws are as inherited
		*) is "$(counted draw "$tmp/shim")" "$1 of $1 differ" "$kind: all differ" ;;
		esac
	done
}
