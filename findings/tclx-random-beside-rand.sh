#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Tcl with TclX has two sources of random numbers, "expr rand()" and the command "random". One
# expects them to be one generator, or at least to behave alike. Seen in Tcl 8.6.13 and TclX 8.4.1
# (Debian 12): srand() seeds only the one and "random seed" only the other; rand() seeds itself at
# its first use, "random" never: each program that asks it draws the same numbers as every other.
. "$(dirname "$0")/lib.bash"
packages tcl8.6=8.6.13+dfsg-2 libtcl8.6=8.6.13+dfsg-2 tclx8.4=8.4.1-4
TCL_LIBRARY=$(dirname "$(find "$root" -name init.tcl | head -n 1)")
TCLLIBPATH=$(find "$root" -name pkgIndex.tcl -path '*tclx*' -printf '%h ')
export TCL_LIBRARY TCLLIBPATH

# draws SETUP EXPRESSION: the value in each of 8 processes, started one after another.
draws() {
	local shell
	shell=$(find "$root" -name tclsh8.6 -type f)
	for _ in {1..8}; do
		run "$shell" <<<"package require Tclx; $1; puts [expr {$2}]"
	done
}
random='[random 1000000000]'
seen 1 "random: distinct numbers of 8 processes" "$(draws '' "$random" | distinct)"
seen yes "rand(): more than one number in 8 processes" \
	"$([ "$(draws '' 'rand()' | distinct)" -gt 1 ] && echo yes || echo no)"
seen 1 "srand(1), or srand(2), then random" \
	"$({ draws 'expr srand(1)' "$random"; draws 'expr srand(2)' "$random"; } | distinct)"
seen 2 "random seed 1, or 2, then random" \
	"$({ draws 'random seed 1' "$random"; draws 'random seed 2' "$random"; } | distinct)"
seen yes "random seed 1, then rand(): more than one number" \
	"$([ "$(draws 'random seed 1' 'rand()' | distinct)" -gt 1 ] && echo yes || echo no)"
finish
