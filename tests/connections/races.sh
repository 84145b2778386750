#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A socket is its process's from socket(2) on: children of threads that connect meanwhile
# write to nothing of theirs.
. "$(dirname "$0")/../lib.sh"
export PYTHONDONTWRITEBYTECODE=1
racers=("/usr/bin/python3" "$root/tests/connections/racers.py")

bare_is_wrong() {
	read -r wrong answers < <(bare timeout -k 5 60 "${racers[@]}" 1)
	[ "${wrong:-0}" -gt 0 ]
}
sees bare_is_wrong
ok $? "bare, $wrong of $answers answers are wrong"
for mode in isolate isolate,eager; do
	read -r wrong answers < <(timeout -k 5 60 "$launcher" --connections=$mode --peers=all "${racers[@]}" 4)
	[ "${answers:-0}" -gt 100 ]
	ok $? "$mode: the threads get $answers answers"
	is "$wrong" 0 "$mode: 0 of them wrong"
done
finish
