#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promises 3 and 4, and --clock-seeds=replace: children that seed from the clock or the pid
# draw what that seed says bare and by default, and all differ when it is replaced. Any other
# seed, an unforked process, a made-up clock and reproducible mode: as the seed says. Four times
# as many children in soak-clock-seeds.sh.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../conformance/same.bash"
. "$(dirname "$0")/streams.bash"
. "$(dirname "$0")/../hazards/outcomes.sh"
clock=$here/clock
times=${FORKSEED_TEST_TIMES:-1}
many=$((5000 * times)) some=$((500 * times)) few=$((50 * times))
shopt -s extglob

replacing() { FORKSEED_CLOCK_SEEDS=replace shimmed "$@"; }

# kept NAME CHILDREN COMMAND...: all draw what their seeds say.
kept() {
	local name=$1 children=$2 line
	shift 2
	line=$("$@")
	is "${line/ duplicates=+([0-9])/}" \
		"${*: -3:2} reported=$children as-seeded=$children hung=0 crashed=0" "$name"
	note "$name: $line"
}

# replaced CHILDREN FUNCTION SEED: none draws what its seed says, and none repeats another.
replaced() {
	is "$(replacing "$clock" "$2" "$3" "$1")" \
		"$2 $3 reported=$1 as-seeded=0 duplicates=0 hung=0 crashed=0" \
		"$2 with $3: replaced, all $1 differ"
}

bare "$clock" srand time $many >"$tmp/bare"
note "bare: $(cat "$tmp/bare")"
[ "$(sum duplicates "$tmp/bare")" -gt $((many / 2)) ]
ok $? "bare, most of $many children that call srand(time(NULL)) repeat another"
kept "srand(time(NULL)), default" $many shimmed "$clock" srand time $many
kept "srand(time(NULL)), keep" $some env FORKSEED_CLOCK_SEEDS=keep LD_PRELOAD="$shim" \
	"$clock" srand time $some
kept "srand(time(NULL)), unknown word" $some env FORKSEED_CLOCK_SEEDS=yes LD_PRELOAD="$shim" \
	"$clock" srand time $some
replaced $many srand time

for function in srand srandom initstate srand48; do
	for source in time old pid xor plus times; do
		kept "$function with $source, bare" $few bare "$clock" $function $source $few
		kept "$function with $source, keep" $few shimmed "$clock" $function $source $few
		replaced $few $function $source
		kept "$function with $source, unforked" 1 replacing "$clock" $function $source 0
	done
	kept "$function with other seeds" $some replacing "$clock" $function other $some
done

for source in time pid; do
	kept "$source, with FORKSEED_SEED" 200 env FORKSEED_SEED=text \
		FORKSEED_CLOCK_SEEDS=replace LD_PRELOAD="$shim" "$clock" srand $source 200
	FORKSEED_WHEN=fork replaced 200 srand $source
done

same "replace: a parent whose children draw, seed and fork" \
	env FORKSEED_CLOCK_SEEDS=replace "$programs/conformance/replay" dxtf 1 300
same "replace: children that go on with a saved state, or seed with numbers" \
	env FORKSEED_CLOCK_SEEDS=replace "$programs/conformance/asked" "$tmp/state"

faketime=$(find /usr/lib -name libfaketime.so.1 2>/dev/null | head -n 1)
if [ -n "$faketime" ]; then
	for order in "$shim:$faketime" "$faketime:$shim"; do
		kept "a clock of libfaketime's (${order##*/} last)" 200 env LD_PRELOAD="$order" \
			FAKETIME="2020-01-01 00:00:00" FORKSEED_CLOCK_SEEDS=replace \
			"$clock" srand time 200
	done
else
	lacks libfaketime "a clock of libfaketime's"
fi
finish
