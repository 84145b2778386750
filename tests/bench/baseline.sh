#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# make bench BASELINE=DIR: that folder's objects run in the same rounds and are told beside ours;
# what can't be one is said in a line. No time is looked at: how long something took is noise.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
python=/usr/bin/python3
need "$python" "make bench BASELINE=DIR" || {
	finish
	exit 0
}
old=$tmp/old
mkdir -p "$tmp/build/bench" "$old"
ln -s "$shim" "$launcher" "$tmp/build/"
ln -s "$build/bench/"* "$tmp/build/bench/"
rm -f "$tmp/build/bench/bench."*

# measured TITLE: what is said of the measures with that title, two rounds each.
measured() {
	BENCH_ROUNDS=2 BENCH_ONLY=$1 BASELINE=$old "$root/bench/run" "$tmp/build" >"$tmp/out" 2>&1
}

# refused LINE NAME: nothing is measured, and that is all that is said.
refused() {
	measured memory
	is "$? $(cat "$tmp/out")" "1 bench: BASELINE=$old: $1" "$2"
}

refused "no libforkseed.so in it (a release's build folder has one)" "a folder without objects"
echo 'int main;' >"$old/libforkseed.so"
refused "libforkseed.so is no ELF object" "a file that is none"
# The machine's number is the 19th and 20th byte: 0xf000 is nobody's.
cp "$shim" "$old/libforkseed.so"
printf '\x00\xf0' | dd of="$old/libforkseed.so" bs=1 seek=18 conv=notrunc status=none
measured memory
is $? 1 "another architecture's objects"
is "$(grep -c "is for machine 61440, .*; this machine's is for" "$tmp/out") $(wc -l <"$tmp/out")" "1 1" "are told, in one line"

# An object without a function stands for the last release: a first draw costs it nothing.
cp "$build/bench/empty.so" "$old/libforkseed.so"
if need strace "system calls of both releases"; then
	measured "system calls of a child's first draw"
	is "$(grep -o 'new/baseline: .*' "$tmp/out")" "new/baseline: shim 1/0" "a count of ours, and of theirs"
fi
measured "rand, alone"
is "$(grep -cE '^    new/baseline: shim [0-9.]+ \([0-9.]+ to [0-9.]+\)$' "$tmp/out")" 1 "a time is a ratio with its spread"
"$python" - "$tmp/build/bench/bench.json" <<'END'
import json, sys
row = json.load(open(sys.argv[1]))["timings"][0]
assert set(row["to_baseline"]) == {"shim"} and "shim" in row["ratios"], row
assert row["median_ns"]["shim"] > 0 and row["median_ns"]["baseline shim"] > 0, row
END
ok $? "and bench.json has both"
old=
measured "rand, alone"
is "$? $(grep -c baseline "$tmp/out")" "0 0" "without BASELINE nothing is compared"
finish
