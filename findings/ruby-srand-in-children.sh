#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Ruby's rand and Random objects in forked children. One expects a seed to make a run repeatable,
# and one answer for the language. Seen in Ruby 3.1.2 (Debian 12): rand and shuffle without an
# object are seeded anew in each child, *also after srand(42)*: its children draw other numbers
# in each run (source: thread.c, rb_thread_atfork; random.c, rb_reset_random_seed). A Random object
# is not touched, with or without a seed of its own: all children draw the same from it.
. "$(dirname "$0")/lib.bash"
packages ruby3.1=3.1.7+really3.1.2-0+deb12u1 libruby3.1=3.1.7+really3.1.2-0+deb12u1
RUBYLIB=$(find "$root/usr/lib" -path '*ruby/3.1.0' -printf '%p\n' | paste -sd:)
export RUBYLIB

# children SETUP DRAW: what 8 children of one parent draw.
children() {
	run "$root/usr/bin/ruby3.1" --disable-gems -e "$1
		8.times { fork { \$stdout.syswrite(($2).to_s + %q(
)); exit! } }
		Process.waitall"
}
draw='rand(2**60)'
seen 8 "srand(42) in the parent: distinct numbers of its 8 children" \
	"$(children 'srand(42)' "$draw" | distinct)"
seen 16 "the same in two runs" "$({ children 'srand(42)' "$draw" && children 'srand(42)' "$draw"; } | distinct)"
seen 1 "Random.new(42), two runs" \
	"$({ children 'r = Random.new(42)' "r.$draw" && children 'r = Random.new(42)' "r.$draw"; } | distinct)"
seen 1 "Random.new without a seed, one run" "$(children 'r = Random.new' "r.$draw" | distinct)"
seen 8 "(1..40).to_a.shuffle, one run" "$(children '' '(1..40).to_a.shuffle' | distinct)"
finish
