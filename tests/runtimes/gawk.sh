#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# gawk: rand() differs in each child of a script that forks by gawk's extension.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
script=$root/tests/runtimes/gawk.awk

# How it is run comes last, as runtimes.bash has it.
cat >"$tmp/run" <<END
#!/bin/sh
exec gawk \$LOADED -v how="\$1" -f $script
END
chmod 755 "$tmp/run"
export LOADED='-l fork'

# child CODE: what a child says that runs it, its parent having drawn.
child() { "${@:2}" gawk -l fork "BEGIN { rand(); if (fork() == 0) { $1; exit } wait() }"; }

if ! need gawk gawk || ! gawk -l fork 'BEGIN { exit }'; then
	finish
	exit
fi
heals gawk gawk "$tmp/run"
keeps_parent gawk "$tmp/run"
keeps_seeds gawk "$tmp/run"
is "$(limited "$launcher" "$tmp/run" unchosen | distinct)" "8 of 8" "srand() is no choice"
is "$(child 'srand(7); print rand(), rand()' limited "$launcher")" \
	"$(child 'srand(7); print rand(), rand()' limited)" "a child's own seed counts"
is "$(child 'print srand(7), srand(8)' limited "$launcher")" "$(child 'print srand(7), srand(8)' limited)" \
	"and what it was before"
is "$(child 'for (i = 0; i < 3000; i++) if (rand() >= 1 || rand() < 0) print "no number"' limited "$launcher")" "" \
	"its numbers are such as rand()'s"
audited gawk gawk "drew in .*gawk" "$tmp/run"
check "told with the place that forks" grep -q "forked in .*fork.so" "$tmp/said"
audited gawk seeded "seeded by srand()" gawk -l fork -v how=seeded -f "$script"
check "that it was seeded is why it is not healed" grep -q 'the program gave it a seed' "$tmp/said"
{ echo '@load "fork"' && cat "$script"; } >"$tmp/loads.awk"
is "$(limited "$launcher" gawk -v how=drawn -f "$tmp/loads.awk" | distinct)" "8 of 8" "@load at the beginning"
{ cat "$script" && echo '@load "fork"'; } >"$tmp/late.awk"
is "$(limited "$launcher" gawk -v how=drawn -f "$tmp/late.awk" | distinct)" "1 of 8" \
	"@load behind the calls of rand(): as bare"
LOADED='-M -l fork'
is "$(limited "$launcher" "$tmp/run" drawn | distinct)" "$(limited "$tmp/run" drawn | distinct)" "-M: as bare"
finish
