# SPDX-License-Identifier: MIT
# What forks.h does, with Tcl's rand(). Usage: KIND HOW [N], by tclsh with TclX or by expect,
# which have fork; the kinds: rand, and child, which draws in an interpreter below. By
# expect the lines come in any order.
lassign $argv kind how count
if {$how eq ""} {set how drawn}
if {$count eq ""} {set count 8}
if {[info commands fork] eq ""} {
	package require Tclx
	proc await {} {wait}
} else {
	proc await {} {} ;# expect waits for what it has spawned
}
interp create below

proc draw {} {
	if {$::kind eq "child"} {return [below eval {list [expr {rand()}] [expr {rand()}]}]}
	return [list [expr {rand()}] [expr {rand()}]]
}
proc seed {number} {
	if {$::kind eq "child"} {below eval [list expr srand($number)]}
	return [expr srand($number)]
}
proc say {line} {
	puts $line
	flush stdout
}
proc child_says {children} {
	if {[fork] == 0} {
		say [draw]
		for {set i 0} {$i < $children} {incr i} {child_says 0}
		exit 0
	}
	await
}
if {$how eq "parent"} {
	say [seed 42]
	for {set i 0} {$i < 8} {incr i} {
		say [draw]
		if {[fork] == 0} {
			draw
			exit 0
		}
		await
	}
	exit 0
}
if {$how eq "seeded"} {seed 42}
if {$how ne "fresh"} {draw}
for {set i 0} {$i < $count} {incr i} {child_says [expr {$how eq "apart" ? 2 : 0}]}
exit 0
