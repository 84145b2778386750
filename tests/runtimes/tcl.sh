#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Tcl: expr's rand() differs in each child, in expect, in tclsh with TclX, in interpreters
# that a script makes, and in Python's Tkinter.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
script=$root/tests/runtimes/tcl.tcl

differ() {
	repeats "$1" "${@:2}"
	is "$(limited "$launcher" "${@:2}" drawn | distinct)" "8 of 8" "$1: healed"
}

sorted() { limited "$@" | sort; }

if need tclsh TclX && tclsh <<<'exit [catch {package require Tclx}]'; then
	heals tcl tclsh tclsh "$script" rand
	keeps_parent tclsh tclsh "$script" rand
	keeps_seeds tclsh tclsh "$script" rand
	keeps_seeds "an interpreter below" tclsh "$script" child
else
	lacks tclx8.4 tclsh
fi
if need expect expect; then
	differ expect expect "$script" rand
	differ "an interpreter below" expect "$script" child
	is "$(sorted "$launcher" expect "$script" rand seeded)" "$(sorted expect "$script" rand seeded)" "expect: seeded, as bare"
	for how in drawn seeded fresh; do
		sorted "$launcher" --seed x expect "$script" rand $how >"$tmp/one"
		is "$(distinct <"$tmp/one")" "8 of 8" "expect, $how: --seed, distinct"
		is "$(sorted "$launcher" --seed x expect "$script" rand $how)" "$(<"$tmp/one")" "expect, $how: --seed, the same again"
	done
	audited tcl expect "forked in .*libexpect" expect "$script" rand
	audited tcl seeded "seeded by srand(42)" expect -c 'expr srand(42); if {[fork] == 0} {expr rand()} {wait}'
	check "that it was seeded is why it is not healed" grep -q 'the program gave it a seed' "$tmp/said"
	# shellcheck disable=SC2016 # Tcl's
	says='set errorInfo kept; catch {expr {rand(1)}} why; set kept $errorInfo; expr {rand()}; puts "$why [expr {$errorInfo eq $kept}] [expr {srand(9)}] [expr {rand()}]"; puts [list [catch {expr {srand("x")}} why] $why [expr {rand()}]]'
	is "$(limited "$launcher" expect -c "expr rand(); if {[fork] == 0} {$says} {wait}")" \
		"$(limited expect -c "expr rand(); if {[fork] == 0} {$says} {wait}")" \
		"a child's errors and its own seed are as bare"
fi
python=$(command -v /usr/bin/python3 python3 | head -n 1)
if "$python" -c 'import tkinter' 2>/dev/null; then
	cat >"$tmp/tk.py" <<'EOF'
import os, sys, tkinter
tcl = tkinter.Tcl()
tcl.eval("expr rand()")
for _ in range(8):
    if os.fork() == 0:
        print(tcl.eval("expr rand()"), tcl.eval("expr rand()"), flush=True)
        os._exit(0)
    os.wait()
EOF
	differ Tkinter "$python" "$tmp/tk.py"
else
	lacks python3-tk Tkinter
fi
finish
