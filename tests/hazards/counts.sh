#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 6, by outside witnesses (strace, /proc, page faults) and never by a clock: a child
# that draws nothing pays nothing; a first draw is one getrandom and no more page faults than
# a generator needs that knows its parent's state by a wiped page: one more than libc's (none,
# where libc's writes a lock, before 2.41).
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../empty.bash"
. "$(dirname "$0")/outcomes.sh"

counts=$programs/hazards/counts
# Own copies, which no other process maps meanwhile: their pages are then all counted here.
cp "$shim" "$tmp/libforkseed.so"

# The empty one tells what any preloaded object costs.
make_empty "$tmp/libforkseed.so" "$tmp/libforkseed-empty.so" -Wl,-T,"$root/shim/far.ld"
# The program's own environment is as long: on the stack, too, a page more would be counted.
bare() { env -u LD_PRELOAD XX_PRELOAD="$tmp/libforkseed.so" "$@"; }
alone() { env LD_PRELOAD="$tmp/libforkseed.so" "$@"; }
empty() { env LD_PRELOAD="$tmp/libforkseed-empty.so" "$@"; }

# runs COMMAND...: nine lines, because where things are mapped differs from run to run.
runs() { for _ in 1 2 3 4 5 6 7 8 9; do "$@"; done; }

# median FIELD FILE: the middle one of FIELD's values.
median() { grep -o "\b$1=[0-9]*" "$2" | cut -d= -f2 | sort -n | sed -n 5p; }

# least FIELD FILE: the smallest.
least() { grep -o "\b$1=[0-9]*" "$2" | cut -d= -f2 | sort -n | head -n 1; }

# child_calls RUN MODE: the system calls of the one forked child, as strace saw them.
child_calls() {
	strace -f -qq -o "$tmp/trace" ${1:+-E LD_PRELOAD="$1"} "$counts" "$2" || return
	awk 'NR == 1 { parent = $1 } $1 != parent' "$tmp/trace" | cut -d' ' -f2- |
		sed 's/^ *//; s/(.*//; /^---\|^+++\|resumed/d'
}

# At fixed addresses: how many page tables there are to fill is chance otherwise.
for how in bare empty alone; do
	runs $how setarch -R "$counts" children >"$tmp/$how"
	note "$how: idle child $(median idle-faults "$tmp/$how") page faults"
	runs $how "$counts" memory >"$tmp/memory.$how"
	note "$how: $(least memory "$tmp/memory.$how") kB"
done
is "$(median draw-wiped "$tmp/alone")" 4 "counts: a draw shows in the wiped page, so this witness can see"
is "$(median idle-dirty "$tmp/alone") $(median idle-wiped "$tmp/alone")" "0 0" \
	"counts: an idle child touches no page of the shim"
[ "$(median idle-faults "$tmp/alone")" -le "$(median idle-faults "$tmp/empty")" ]
ok $? "counts: an idle child has no more page faults than under an empty object"

# data HOW CALL: page faults of one call, but those that fetch code. (Fetching is chance, as
# above: the kernel maps what surrounds a page along.)
data() { "$1" setarch -R "$programs/hazards/faults" "$2" | grep -o 'data=[0-9]*' | cut -d= -f2; }

if [ "$(uname -m)" = x86_64 ]; then
	floor=$(data bare floor)
	is "$floor" 2 "counts: a child that knows itself by a wiped page faults when it writes it, and when it writes its state"
	for call in draw draw48; do
		least=$(data bare $call)
		now=$(data alone $call)
		note "$call: bare $least page faults for data, with the shim $now"
		[ "$now" -ge 1 ] && [ "$now" -le "$floor" ] && [ "$now" -le $((least + 1)) ]
		ok $? "counts: a first $call has no more page faults than that"
	done
else
	skip "stepping here is for x86-64" "counts: page faults of a first draw"
fi

# With the linker and libc of Debian 12 an empty object adds 20 kB, of sid 24.
added() { echo $(($(least memory "$tmp/memory.$1") - $(least memory "$tmp/memory.bare"))); }
note "the shim adds $(added alone) kB, an empty object $(added empty)"
[ "$(added alone)" -gt 0 ] && [ "$(added alone)" -le $(($(added empty) + 4)) ]
ok $? "counts: the shim adds at most a page more than an empty object"

if need strace "counts: system calls of a child"; then
	is "$(child_calls "$shim" idle)" "$(child_calls "" idle)" "counts: an idle child makes bare's system calls"
	is "$(child_calls "" draw)" "$(child_calls "" idle)" "counts: bare, a draw asks the kernel nothing"
	is "$(child_calls "$shim" draw)" "$(child_calls "" idle | sed 's/^exit_group/getrandom\n&/')" \
		"counts: a first draw is one getrandom"
fi
finish
