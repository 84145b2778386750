#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# $RANDOM in background jobs of ksh93u+m 1.0.4 (Debian 12). Shells are known for either repeating
# it in every job (zsh) or reseeding it well (bash, mksh). This one reseeds each job, but from so
# little that two jobs of eight now and then print the same number, far more often than 15-bit
# numbers would by chance (8 jobs: 1 run in 1200).
. "$(dirname "$0")/lib.bash"
packages ksh93u+m=1.0.4-3
shell=$(find "$root" -type f -name 'ksh93*' -perm -u+x | head -n 1)

repeats=0
for _ in {1..200}; do
	# shellcheck disable=SC2016 # for ksh
	lines=$("$shell" -c ': $RANDOM; for i in 1 2 3 4 5 6 7 8; do { echo $RANDOM; } & done; wait' 2>/dev/null)
	[ "$(distinct <<<"$lines")" -eq 8 ] || repeats=$((repeats + 1))
done
echo "200 runs of 8 jobs: $repeats with a number that two jobs printed (by chance: 0 or 1)"
seen yes "more than 5 of them" "$([ $repeats -gt 5 ] && echo yes || echo no)"
finish
