#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Promise 1 where the kernel offers no wiped page: it refuses the advice (before Linux 4.14)
# or lies about it (qemu-user before 11 accepts everything and wipes nothing; what is asked of
# it here holds for later ones as well). Children of every libc call must be distinct all the
# same; raw system calls are documented as unseen there.
# Takes long.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/outcomes.sh"

hooked=(fork __fork _Fork daemon forkpty clone)
raw=(SYS_fork SYS_clone SYS_clone3)
nowipe=$programs/hazards/nowipe
ways=$programs/hazards/ways

# judge NAME FILE: every combination ran, nothing bad on any line.
judge() {
	local what
	is "$(wc -l <"$2")" $((${#hooked[@]} * 80)) "$1: every combination ran"
	for what in duplicates missing hung crashed; do
		is "$(none_bad $what "$2" | head -n 5)" "" "$1: no combination has $what"
	done
}

bare "$nowipe" "$ways" "${hooked[@]}" >"$tmp/bare"
ok $? "refused: bare run ends"
is "$(all_bad duplicates "$tmp/bare")" "" "refused: bare, every combination repeats"
"$nowipe" env LD_PRELOAD="$shim" "$ways" "${hooked[@]}" >"$tmp/shim"
ok $? "refused: run with the shim ends"
judge "refused" "$tmp/shim"
"$nowipe" env LD_PRELOAD="$shim" "$ways" "${raw[@]}" >"$tmp/shim"
note "refused: raw system calls repeat in $(none_bad duplicates "$tmp/shim" | wc -l) of $(wc -l <"$tmp/shim") combinations, as documented"
"$nowipe" env LD_PRELOAD="$shim" "$programs/hazards/hang" 100 20 >"$tmp/shim"
ok $? "refused: children of busy threads end"
for what in duplicates hung crashed; do
	is "$(none_bad $what "$tmp/shim")" "" "refused: of $(sum reported "$tmp/shim") children of busy threads none $what"
done

if [ "$(uname -m)" = x86_64 ] && need qemu-x86_64 "lying: qemu-user"; then
	hooked=(fork daemon clone) # the same hooks as above, ten times as slow
	emulated() { "$programs/hazards/adopt" qemu-x86_64 "$@"; }
	emulated "$ways" fork >"$tmp/bare"
	ok $? "lying: bare run ends"
	is "$(all_bad duplicates "$tmp/bare")" "" "lying: bare, every combination repeats"
	emulated -E LD_PRELOAD="$shim" "$ways" "${hooked[@]}" >"$tmp/shim"
	ok $? "lying: run with the shim ends"
	judge "lying" "$tmp/shim"
fi
finish
