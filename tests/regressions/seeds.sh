#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promises 1, 3 and 4: a child that seeds its parent's array again gets that seed's stream,
# and drand48()'s zero has bare's sign in every rounding mode.
. "$(dirname "$0")/../lib.sh"
seeds=$programs/regressions/seeds

bare "$seeds" >"$tmp/bare"
shimmed "$seeds" >"$tmp/shim"
ok $? "runs to its end"
[ "$(grep -c '^\(initstate\|srandom\)' "$tmp/bare")" = 3 ] &&
	[ "$(grep '^\(initstate\|srandom\)' "$tmp/bare" | cut -d: -f2 | sort -u | wc -l)" = 1 ]
ok $? "bare, 3 of 3 children draw the stream they asked for"
is "$(grep '^\(initstate\|srandom\)' "$tmp/shim")" "$(grep '^\(initstate\|srandom\)' "$tmp/bare")" \
	"with the shim, so do 3 of 3"
[ "$(grep '^inherited' "$tmp/shim")" != "$(grep '^inherited' "$tmp/bare")" ]
ok $? "a child that did not ask does not go on with its parent's"
[ "$(grep -c '^zero.*mode 1: -0x0p+0 -0x0p+0' "$tmp/bare")" = 5 ]
ok $? "bare, rounding downward, 5 of 5 zeros are negative"
is "$(grep '^zero\|^parent' "$tmp/shim")" "$(grep '^zero\|^parent' "$tmp/bare")" \
	"$(grep -c '^zero' "$tmp/bare") lines of zeros as bare"
finish
