#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The finding no-entropy: children whose sandbox refuses getrandom(2) draw numbers that
# differ but are no secret. The audit says so, and says what cures it; the cure works.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
entropy=$programs/audit/entropy

if ! "$entropy" nothing >/dev/null; then
	skip "this kernel has no seccomp filters" "children without entropy"
	finish
	exit
fi
for generator in random drand48 strfry; do
	is "$(bare "$entropy" $generator | sort -u | wc -l)" 1 "$generator: bare, three children draw one number"
	audited "$entropy" $generator
	is "$? $(sort -u "$tmp/out" | wc -l)" "0 3" "$generator: audited, three numbers"
	is "$(kinds)" "3 inherited/$generator, 3 no-entropy/$generator" "$generator: found: inherited, and no entropy"
	"$launcher" --when=fork --audit="$tmp/report" "$entropy" $generator >"$tmp/out" 2>"$tmp/summary"
	is "$(kinds)" "3 inherited/$generator" "$generator: --when=fork: they had it before"
done
audited "$entropy" nothing
is "$(kinds)" "" "children that draw nothing need none"

"$launcher" --check --format=github "$entropy" random >"$tmp/out" 2>"$tmp/summary"
is $? 99 "--check: 99"
says '^forkseed: 3 children could get no entropy for random: distinct, but no secret (healed)$' "the summary says what it means"
is "$(grep -m 1 '^forkseed: ' "$tmp/summary" | grep -c 'no entropy')" 1 "as the first: it is the worst"
says '^    forked in main (.*entropy.c:[0-9]*)$' "where they were forked"
says '^    drew in draw (.*entropy.c:[0-9]*)$' "and where they drew"
says 'what to do: let its sandbox permit getrandom(2); or run with --when=fork' "what cures it"
says '^::error file=.*entropy.c,line=[0-9]*,title=forkseed%3A 3 children could get no entropy' "GitHub is told"
printf '{\n the sandbox\n forkseed:no-entropy\n}\n' >"$tmp/known"
"$launcher" --audit="$tmp/report" --suppressions="$tmp/known" "$entropy" random >"$tmp/out" 2>"$tmp/summary"
is "$(total findings) $(total suppressed)" "3 3" "it can be suppressed by itself"
finish
