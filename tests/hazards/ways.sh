#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 1: no child repeats another's stream, whatever made it; and processes that share
# memory with their parent (vfork, CLONE_VM, posix_spawn, system, popen) change nothing.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/outcomes.sh"

bare "$programs/hazards/ways" >"$tmp/bare"
ok $? "ways: bare run ends"
note "bare: $(wc -l <"$tmp/bare") combinations, $(sum duplicates "$tmp/bare") duplicates"
is "$(all_bad duplicates "$tmp/bare")" "" "ways: bare, every combination repeats a stream"

shimmed "$programs/hazards/ways" >"$tmp/shim"
ok $? "ways: run with the shim ends"
note "shim: $(wc -l <"$tmp/shim") combinations, $(sum duplicates "$tmp/shim") duplicates"
is "$(wc -l <"$tmp/shim")" "$(wc -l <"$tmp/bare")" "ways: as many combinations as bare"
for what in duplicates missing hung crashed; do
	is "$(none_bad $what "$tmp/shim" | head -n 5)" "" "ways: with the shim, no combination has $what"
done

bare "$programs/hazards/untouched" >"$tmp/bare"
ok $? "untouched: bare run ends"
shimmed "$programs/hazards/untouched" >"$tmp/shim"
ok $? "untouched: run with the shim ends"
is "$(cat "$tmp/shim")" "$(cat "$tmp/bare")" "untouched: memory-sharing children change no stream"
finish
