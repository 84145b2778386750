#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 3: where a linked library has its own rand() or random(), the shim steps aside and
# the program gets the library's, in the parent and in children.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/same.bash"
own=$here/own

bare "$own" >"$tmp/bare" 2>"$tmp/bare.unique"
is "$(head -n 1 "$tmp/bare" | cut -d' ' -f2,3)" "424200 1001" "bare, the library's calls are used"
WRONG=copy LD_PRELOAD=$here/wrong "$own" >"$tmp/wrong" 2>&1
! cmp -s "$tmp/bare" "$tmp/wrong"
ok $? "an object that takes libc's instead is noticed"
shimmed "$own" >"$tmp/shim" 2>"$tmp/shim.unique"
is "$(cat "$tmp/shim")" "$(cat "$tmp/bare")" "with the shim, the library's calls are used"
is "$(cat "$tmp/bare.unique" "$tmp/shim.unique" | xargs)" "unique 1 unique 8" \
	"libc's own lrand48: 1 of 8 children bare, 8 of 8 with the shim"
finish
