#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# 10 000 000 children without a duplicate, 100 000 forks of a threaded parent without a hang. Goes on
# where it was ended, as long as the shim is the same: what was done lies in build/soak, and a bar
# on stderr shows how far it is. FORKSEED_TEST_CHILDREN and FORKSEED_TEST_FORKS take other numbers.
. "$(dirname "$0")/../lib.sh"
children=${FORKSEED_TEST_CHILDREN:-10000000}
forks=${FORKSEED_TEST_FORKS:-100000}
unset FORKSEED_TEST_CHILDREN FORKSEED_TEST_FORKS FORKSEED_TEST_LIMIT FORKSEED_TEST_JOBS
kept=$build/soak
millions=$programs/hazards/millions
hang=$build/demo/hang
batch=20000
mkdir -p "$kept"

of=$(cat "$shim" "$millions" "$hang" | sha256sum)
[ "$(cat "$kept/of" 2>/dev/null)" = "$of" ] || rm -f "$kept/drawn" "$kept/forks"
echo "$of" >"$kept/of"

bar() {
	[ -t 2 ] || return 0
	local filled=$(($2 * 40 / ($3 ? $3 : 1)))
	printf '\r%s [%-40s] %d of %d ' "$1" "$(printf '%*s' "$filled" '' | tr ' ' '#')" "$2" "$3" >&2
	[ "$2" -lt "$3" ] || echo >&2
}

bare "$millions" make 100 "$tmp/bare"
is "$("$millions" judge "$tmp/bare")" "100 children, 99 repeat another" "bare, children repeat"

# Whole batches only: one that was ended has written nothing, or is cut off here.
touch "$kept/drawn"
truncate -s $(($(stat -c %s "$kept/drawn") / 16 * 16)) "$kept/drawn"
so_far() { echo $(($(stat -c %s "$kept/drawn") / 16)); }
while [ "$(so_far)" -lt "$children" ]; do
	bar children "$(so_far)" "$children"
	left=$((children - $(so_far)))
	shimmed "$millions" make $((left < batch ? left : batch)) "$kept/drawn" || break
done
bar children "$(so_far)" "$children"
is "$("$millions" judge "$kept/drawn")" "$(so_far) children, 0 repeat another" "$(so_far) children: none repeats another"
[ "$(so_far)" -ge "$children" ]
ok $? "all were made"

! bare "$hang" random 300 >"$tmp/hang" 2>&1
ok $? "bare, children of a drawing thread's process hang: $(tail -n 1 "$tmp/hang")"
done_forks=$(cat "$kept/forks" 2>/dev/null || echo 0)
while [ "$done_forks" -lt "$forks" ]; do
	bar forks "$done_forks" "$forks"
	shimmed "$hang" random 500 >"$tmp/hang" 2>&1 || break
	done_forks=$((done_forks + 500))
	echo $done_forks >"$kept/forks"
done
bar forks "$done_forks" "$forks"
[ "$done_forks" -ge "$forks" ]
ok $? "$done_forks forks of a threaded parent: no child hangs"
finish
