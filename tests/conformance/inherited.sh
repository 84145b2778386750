#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promises 1, 2 and 4: what a child inherits (the array in use, one put aside, drand48's and
# strfry's state) becomes its own: distinct between 8 siblings, well formed, healed once.
. "$(dirname "$0")/../lib.sh"
inherited=$programs/conformance/inherited

# facts UNIQUE MIXED UNLIKE: the counts; MIXED where half of the children drew before.
facts() {
	printf "%s; " "array in use: unique $1" "array put aside: unique $1" \
		"back and forth: unique $2, go on 8" \
		"grandchildren: unique $1, unlike their parent $3" "inside: unique $2, well formed 8" \
		"drand48: unique $1" "lcong48: unique $1, multipliers kept 8" \
		"strfry: unique $1, permutations 8"
}

one_line() { "$@" | sed "s/$/; /" | tr -d "\n"; }

for size in 0 8 32 64 128 256; do
	is "$(one_line bare "$inherited" $size)" "$(facts 1 2 0)" "array of $size: bare, siblings repeat"
	is "$(one_line shimmed "$inherited" $size)" "$(facts 8 8 8)" "array of $size: with the shim, 8 of 8"
done
is "$(FORKSEED_WHEN=fork one_line shimmed "$inherited" 128)" "$(facts 8 8 8)" "FORKSEED_WHEN=fork: 8 of 8"
is "$(FORKSEED_SEED=text one_line shimmed "$inherited" 128)" "$(facts 8 8 8)" "FORKSEED_SEED=text: 8 of 8"
is "$(FORKSEED=off one_line shimmed "$inherited" 128)" "$(facts 1 2 0)" "FORKSEED=off: as bare"
finish
