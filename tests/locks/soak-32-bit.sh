#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --locks of a 32-bit build, with the program's time of 32 bits and of 64 (whose functions
# have names of their own). Needs gcc-multilib, which excludes cross compilers: hence not in
# the list of packages.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/locks.bash"
cc="${CC:-cc} -m32"

if ! echo 'int main(void) { return 0; }' | $cc -x c - -o "$tmp/probe" 2>/dev/null || ! "$tmp/probe"; then
	skip "no 32-bit compiler, or kernel (apt-get install gcc-multilib)" "a 32-bit build"
	finish
	exit 0
fi
build=$tmp/build
launcher=$build/forkseed
programs=$build/tests
targets=("$build/libforkseed.so" "$build/libforkseed-locks.so" "$launcher")
for name in functions mutexes stays held strange; do targets+=("$programs/locks/$name"); done
make -s -C "$root" -j2 CC="$cc" BUILD="$build" "${targets[@]}" >"$tmp/made" 2>&1
ok $? "it builds"
unset FORKTEST_CPLUSPLUS

# each PROGRAM MODE MOST: as all_of, but how often they hang bare was not counted here.
each() {
	local name often
	shown=0
	while IFS='|' read -r name often; do
		[ "$often" = -2 ] && continue
		shown_bare "$1" "$name" $((often < 0 ? often : 0))
		is "$(runs 90 "$launcher" --locks="$2$patient" "$programs/locks/$1" "$name" 200 10000)" \
			"hung=0 died=0 of 200" "$name: with --locks=$2 none of 200"
	done < <(names "$1")
	[ "$shown" -ge "$3" ]
	ok $? "$shown of them were seen to hang bare"
}
each functions heal 40
each mutexes heal,mutexes 6
for case in long:slow=1 cancelled:slow=0 unjoined:slow=0 jumped:slow=0; do
	got=$(runs 60 "$launcher" --locks=heal,wait=2000 "$programs/locks/stays" "${case%:*}")
	got=${got##*$'\n'} # behind what ld.so says of sh
	is "${got#*: }" "${case#*:} hung=0" "${case%:*}"
done
for case in normal shared; do
	is "$(runs 60 "$launcher" --locks="heal,mutexes$patient" "$programs/locks/strange" $case)" \
		"together=0 lost=0 $case: hung=0 slow=0" "conditions, $case"
done
$cc -D_TIME_BITS=64 -D_FILE_OFFSET_BITS=64 -O2 "$root"/tests/locks/{functions,table}.c -o "$programs/locks/wide" \
	-pthread -ldl -lresolv -lrt
for name in localtime_r gmtime mktime timegm ctime strftime; do
	shown_bare wide $name 0
	is "$(runs 90 "$launcher" --locks="heal$patient" "$programs/locks/wide" $name 200 10000)" \
		"hung=0 died=0 of 200" "$name: of 64 bits, none of 200"
done
finish
