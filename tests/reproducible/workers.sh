#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 1 in reproducible mode: 16 workers draw from random, drand48 and strfry; bare they
# all draw alike, with FORKSEED_SEED each has its own stream and the same one on every run.
# Promise 3: the parent draws as bare. Another text or program seed gives other streams.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/streams.bash"
workers=("$here/tree" after)

# parent FILE: what the unforked process drew.
parent() { grep '^/ ' "$1" | grep -v strfry; }

# differs NAME COUNT COMMAND...: no child's stream is one of the first run's.
differs() {
	local name=$1 count=$2
	shift 2
	children "$tmp/reference" >"$tmp/a"
	"$@" | children /dev/stdin >"$tmp/b"
	is "$(lines "$tmp/b"), $(common "$tmp/a" "$tmp/b") in common" "48, $count in common" "$name"
}

bare "${workers[@]}" 1 fork:16 >"$tmp/bare"
note "bare: $(lines "$tmp/bare") streams, $(different "$tmp/bare") different"
is "$(different "$tmp/bare")" 3 "bare, 16 workers and their parent draw alike"

repeatable 20 "16 workers" seeded text "${workers[@]}" 1 fork:16
cp "$tmp/first" "$tmp/reference"
all_different "16 workers and their parent are all different" "$tmp/first.all" 51
is "$(parent "$tmp/first")" "$(parent "$tmp/bare")" "the parent draws as bare"
FORKSEED_WHEN=fork seeded text "${workers[@]}" 1 fork:16 | grep -v '^/ strfry' >"$tmp/when"
check "FORKSEED_WHEN=fork changes no number" cmp "$tmp/when" "$tmp/reference"
# shellcheck disable=SC2016 # the inner shell expands them
seeded text bash -c '(exec "$0" "$@")' "${workers[@]}" 1 fork:16 |
	grep -v '^/ strfry' >"$tmp/exec"
check "a program that a child executes starts a tree of its own" \
	cmp "$tmp/exec" "$tmp/reference"

differs "another text gives other streams" 0 seeded other "${workers[@]}" 1 fork:16
differs "a longer text too" 0 seeded "text " "${workers[@]}" 1 fork:16
long=$(printf '%255s' x | tr ' ' a)
differs "the 255th byte counts" 0 seeded "$long" "${workers[@]}" 1 fork:16
differs "without a text, new streams" 0 shimmed "${workers[@]}" 1 fork:16
differs "a text of 256 bytes is none" 0 seeded "a$long" "${workers[@]}" 1 fork:16
is "$(diff <(seeded "$long" "${workers[@]}" 1 fork:16 | children /dev/stdin) \
	<(seeded "${long%x}y" "${workers[@]}" 1 fork:16 | children /dev/stdin) | grep -c '^<')" 48 \
	"texts that differ in their 255th byte alone"
differs "another srandom and srand48 in the parent; strfry has no seed" 16 \
	seeded text "${workers[@]}" 2 fork:16
finish
