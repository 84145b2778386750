#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Processes that run without the shim make --check fail: static, LD_PRELOAD dropped,
# switched off; in the command itself and below it. Protected ones are not accused.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"

# escapes WANTED NAME COMMAND...: how many are reported.
escapes() {
	local wanted=$1 name=$2
	shift 2
	"$launcher" --force --audit="$tmp/report" "$@" >"$tmp/out" 2>"$tmp/summary"
	is "$(kinds)" "${wanted:+$wanted escaped/null}" "$name: ${wanted:-none}"
}
escapes "" "a shell that starts others" sh -c 'sleep 0.5; (sleep 0.5) | cat; env true'
escapes "" "a program that runs long" sleep 1
escapes 1 "LD_PRELOAD dropped" sh -c 'env -u LD_PRELOAD sleep 1; :'
says '^forkseed: 1 process ran without the shim$' "it is told"
says "in .*/sleep (pid" "by its program"
says 'started without LD_PRELOAD' "and what may be the reason"
escapes 1 "switched off for a child" sh -c 'FORKSEED=off sleep 1; :'
FORKSEED=off "$launcher" --check true 2>"$tmp/summary"
is $? 99 "--check with the shim switched off: 99"
says '^forkseed: 1 process ran without the shim$' "and says why, however short its life"
echo 'int main(void) { volatile long i = 0; while (i < 2000000000) i++; return 0; }' >"$tmp/static.c"
if "${CC:-cc}" -static -O0 -o "$tmp/static" "$tmp/static.c" 2>/dev/null; then
	# shellcheck disable=SC2016 # the inner shell expands it
	escapes 1 "a static program below a shell" sh -c '"$0"; :' "$tmp/static"
	says "in $tmp/static (pid" "is named"
	fails 125 "statically linked" "as the command it is refused" "$launcher" --check "$tmp/static"
else
	skip "no static libc" "a static program"
fi
finish
