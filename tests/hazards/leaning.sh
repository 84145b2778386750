#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promises 1, 3 and 5 while the shim's lock leans to a thread that draws (core/bias.h): each
# number of the stream comes once and in its order, whoever ends its turn and whatever has
# become of it; no system call but futex(2) is made, and none is needed; children find the
# lock free, and their own streams.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/outcomes.sh"
leaning=$programs/hazards/leaning

# Where no turn had to be ended by waiting, nothing would have been tested.
naps=100000
if need strace "turns begin and end"; then
	strace -f -e trace=futex -o "$tmp/trace" env LD_PRELOAD="$shim" "$leaning" turns >/dev/null
	seen=$(grep -c "FUTEX_WAIT_PRIVATE.*tv_nsec=$naps" "$tmp/trace")
	[ "$seen" -ge 15 ]
	ok $? "three turns began and were ended, by $seen naps"
fi

for mode in turns filtered refused signals ended vfork; do
	is "$(bare timeout 60 "$leaning" $mode 2>&1)" "wrong=0" "$mode: bare"
	is "$(shimmed timeout 60 "$leaning" $mode 2>&1)" "wrong=0" "$mode: with the shim the same numbers"
done

# On a busy machine two threads seldom meet.
lost="lost=0"
for ((runs = 0; runs < 30; runs++)); do
	lost=$(bare timeout 60 "$leaning" unlocked 1)
	[ "$lost" = "lost=0" ] || break
done
[ "$lost" != "lost=0" ]
ok $? "together: without any lock, $lost, in run $((runs + 1))"
is "$(shimmed timeout 200 "$leaning" together 10)" "lost=0" "together: with the shim none, ten times"

for ((runs = 0; runs < 10; runs++)); do
	bare "$leaning-forks" 100 0.3 >"$tmp/bare"
	[ "$(sum hung "$tmp/bare")" -eq 0 ] || break
done
[ "$(sum hung "$tmp/bare")" -gt 0 ]
ok $? "forks: bare, $(sum hung "$tmp/bare") of 100 children hang, $(sum duplicates "$tmp/bare") repeat"
shimmed "$leaning-forks" 3000 20 >"$tmp/shim"
is "$(sum reported "$tmp/shim")" 3000 "forks: with the shim all 3000 children report"
for what in duplicates hung crashed; do
	is "$(none_bad $what "$tmp/shim")" "" "forks: none $what"
done
finish
