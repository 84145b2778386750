#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Promise 1, as the README shows it: every scenario of `make demo` has its bug bare and is healed
# with forkseed; and the demo fails where nothing heals, so it can be believed.
. "$(dirname "$0")/../lib.sh"

BUILD=$build "$root/demo/run" >"$tmp/out" 2>&1
ok $? "make demo heals all it shows"
scenarios=$(grep -c '^scenario ' "$root/demo/run")
shown=$(grep -c ' healed$' "$tmp/out")
left_out=$(grep -c ' left out' "$tmp/out")
[ "$shown" -ge 4 ] && [ $((shown + left_out)) -eq "$scenarios" ]
ok $? "$shown of $scenarios scenarios had their bug bare, and are healed"
while read -r what; do
	case $what in
	*' has no '*) lacks python3-numpy "NumPy and joblib in the demo" ;;
	*' all here'*) lacks python3-sqlalchemy "servers in the demo" ;;
	*) lacks "$(package_of "${what%% *}")" "${what%% *} in the demo" ;;
	esac
done < <(sed -n 's/^Left out, for //p' "$tmp/out")
[ "$(grep -c '>200 children, [1-9][0-9]* wait for ever<' "$build/demo/daemon.svg")" = 1 ] &&
	[ "$(grep -c '>200 children, 0 wait for ever<' "$build/demo/daemon.svg")" = 1 ]
ok $? "the picture of the logging daemon has children that hang bare, and none that does healed"
FORKSEED=off BUILD=$build "$root/demo/run" --only sessions >"$tmp/off" 2>&1
is $? 1 "switched off, the demo says that the bug is still there"
finish
