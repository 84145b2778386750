#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Ruby: all that is promised of each way to draw from a Random object; threads; findings.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # Ruby's $
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
if ! need ruby Ruby; then
	finish
	exit
fi
script=$root/tests/runtimes/ruby.rb
ruby=(ruby --disable=gems "$script")
for kind in rand shuffle bytes hex copy derived; do
	heals ruby $kind "${ruby[@]}" $kind
	keeps_seeds $kind "${ruby[@]}" $kind
	keeps_parent $kind "${ruby[@]}" $kind
done
never_hangs rand "${ruby[@]}" rand
for how in drawn fresh seeded apart; do
	is "$(limited "$launcher" --check "${ruby[@]}" own $how >"$tmp/out" 2>"$tmp/said"; grep -c 'the ruby stream' "$tmp/said")" 0 \
		"Kernel#rand, Random.rand, $how: no finding"
	is "$(distinct <"$tmp/out")" "$(limited "${ruby[@]}" own $how | distinct)" "and as bare"
done

# child CODE: what a child says, its parent having drawn from $r.
child() { limited "${@:2}" ruby --disable=gems -e '$r = Random.new; $r.rand; $stdout.sync = true; Process.wait(fork { '"$1"'; exit!(0) })'; }
as_bare() { is "$(child "$1" "$launcher")" "$(child "$1")" "$2"; }
as_bare 'r = Random.new(7); puts r.rand, r.bytes(3).inspect, r == Random.new(7)' "a child's own seed counts"
as_bare '$r.send(:initialize, 7); puts $r.rand' "also one for the parent's object"
as_bare 'r = Marshal.load(Marshal.dump(Random.new(3))); puts r.rand' "and a state that it loads"
is "$(child 'a = $r.dup; puts a.rand == $r.rand, a == $r' "$launcher")" "true"$'\n'"true" "a copy goes its original's way"
is "$(limited "$launcher" ruby --disable=gems -e '
	loop_of = ->(n) { n.times { Random.new.rand } }
	loop_of.(20000); GC.start; $r = Random.new; loop_of.(20000)
	8.times { Process.wait(fork { $stdout.syswrite("#{$r.rand}\n"); exit!(0) }) }' | distinct)" "8 of 8" \
	"objects that are gone leave room"

audited ruby rand "drew in .*libruby" "${ruby[@]}" rand
finish
