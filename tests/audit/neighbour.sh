#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A library that begins right behind a thread's stack: what points there is code, though it is
# near the stack pointer, and a finding names its functions.
. "$(dirname "$0")/../lib.sh"

if [ ! -x "$build/forkseed-audit" ]; then
	skip "forkseed-audit is not built without libdw-dev (make deps)" "a library behind a stack"
	finish
	exit
fi
"${CC:-cc}" -w -g -shared -fPIC -DLIBRARY "$root/tests/audit/neighbour.c" -o "$tmp/libneighbour.so"
ok $? "the library builds"
"$launcher" --audit="$tmp/report" "$programs/audit/neighbour" "$tmp/libneighbour.so" 2>"$tmp/err"
is "$? $(grep -c '"kind":"inherited"' "$tmp/report")" "0 1" "a child that draws there is found"
for what in fork draw; do
	if older_libc 2.35; then # what dlopen(3) brings has no name there (docs/audit.md)
		skip "before glibc 2.35 nobody says what dlopen(3) has brought" "its $what" && continue
	fi
	sed -n "/\"type\":\"finding\"/s/.*\"$what\":\[\([^]]*\)\].*/\1/p" "$tmp/report" |
		grep -q '"function":"neighbour_forks"'
	ok $? "and its $what is in the library's function"
done
finish
