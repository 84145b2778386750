#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Arrays of initstate(3), more than the table of them holds at first: each of them that a child
# goes to is its own, and the parent's are as bare. Of more than 32 768 the rest stay as bare.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
arrays=$programs/hazards/many-arrays

for count in 31 32 100 5000 70000; do
	bare "$arrays" $count >"$tmp/bare"
	shimmed "$arrays" $count >"$tmp/healed"
	is "$? $(grep -c ^child "$tmp/healed")" "0 20" "$count arrays: four children draw from five each"
	is "$(grep ^child "$tmp/bare" | sort -u | wc -l)" 5 "$count arrays: bare, they are the parent's"
	is "$(grep ^parent "$tmp/healed")" "$(grep ^parent "$tmp/bare")" "$count arrays: the parent's are as bare"
	[ "$count" -gt 32768 ] || is "$(grep ^child "$tmp/healed" | sort -u | wc -l)" 20 "$count arrays: each child's differ"
done
is "$(grep '^child 0' "$tmp/healed" | sort -u | wc -l)" 4 "of too many, those that came first differ"
finish
