#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 1: the random command of TclX is libc's random(); forked children of an unmodified
# tclsh draw their own. (expr rand() is Tcl's own generator and none of libc's.)
# The $ in single quotes are for the program under test.
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/heals.bash"

draws='[random 1000000] [random 1000000] [random 1000000] [random 1000000]'
cat >"$tmp/fork.tcl" <<TCL
package require Tclx
for {set i 0} {\$i < 8} {incr i} {
	set child [fork]
	if {\$child == 0} {
		if {\$argv ne ""} {random seed \$i}
		puts "$draws"
		exit 0
	}
	wait \$child
}
puts stderr "$draws"
TCL

need tclsh "TclX: random" && {
	if tclsh <<<'exit [catch {package require Tclx}]'; then
		heals "TclX" bash -c 'exec tclsh "$0" 2>/dev/null' "$tmp/fork.tcl"
		same "TclX, seeded in the child, and the parent goes on" tclsh "$tmp/fork.tcl" seeded
	else
		lacks tclx8.4 "TclX: random"
	fi
}
finish
