#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Ruby: Random objects made without a seed differ in each child, those with one do not; and
# Ruby's own rand, which is safe, is not touched. More of it is in soak-ruby.sh.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
if ! need ruby Ruby; then
	finish
	exit
fi
ruby=(ruby --disable=gems "$root/tests/runtimes/ruby.rb")
repeats rand "${ruby[@]}" rand
is "$(limited "$launcher" "${ruby[@]}" rand apart | distinct)" "24 of 24" "rand: healed, grandchildren as well"
is "$(limited "$launcher" "${ruby[@]}" rand fresh | distinct)" "8 of 8" "rand: healed, the parent has not drawn"
is "$(limited "$launcher" "${ruby[@]}" shuffle drawn | distinct)" "8 of 8" "shuffle: healed"
is "$(limited "$launcher" --keep=ruby "${ruby[@]}" rand drawn | distinct)" "1 of 8" "--keep=ruby is as bare"
keeps_seeds rand "${ruby[@]}" rand
keeps_parent rand "${ruby[@]}" rand
# shellcheck disable=SC2016 # Ruby's
later='require "fiddle"; r = Random.new; r.rand; Process.wait(fork { exit!(0) }); Fiddle.dlopen("libglib-2.0.so.0")
	8.times { Process.wait(fork { $stdout.syswrite("#{r.rand} #{r.rand}\n"); exit!(0) }) }'
if ruby --disable=gems -e 'require "fiddle"; Fiddle.dlopen("libglib-2.0.so.0")' 2>/dev/null; then
	is "$(limited ruby --disable=gems -e "$later" | distinct)" "1 of 8" "another library comes later: bare"
	is "$(limited "$launcher" ruby --disable=gems -e "$later" | distinct)" "8 of 8" "another library comes later: healed"
fi
is "$(limited "$launcher" --check "${ruby[@]}" own drawn 2>"$tmp/said" | distinct; grep -c 'the ruby stream' "$tmp/said")" \
	"8 of 8"$'\n'0 "Kernel#rand: safe, and no finding"
finish
