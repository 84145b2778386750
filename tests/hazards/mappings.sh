#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What a fork copies because of forkseed, counted: mappings, in a program that has none of the
# libraries that are healed, and in one that has some. An object that is linked the usual way and
# has nothing in it shows that this witness can see.
. "$(dirname "$0")/../lib.sh"

mappings=$programs/hazards/mappings
"${CC:-cc}" -shared -fPIC -x c - -o "$tmp/empty.so" <<<'void nothing(void); void nothing(void) {}'
least=99

# counted PRELOAD LIBRARY...: mappings, those written to, own pages; at fixed addresses, as which
# neighbours become one mapping is chance otherwise.
counted() { env ${1:+LD_PRELOAD="$1"} setarch -R "$mappings" "${@:2}" 2>/dev/null; }

# compare MOST LIBRARY...: what the empty object and the shim add, told and judged.
compare() {
	local bare empty ours
	read -ra bare < <(counted "" "${@:2}")
	read -ra empty < <(counted "$tmp/empty.so" "${@:2}")
	read -ra ours < <(counted "$shim" "${@:2}")
	least=$((empty[0] - bare[0]))
	echo "# bare ${bare[0]} mappings, ${bare[1]} of them written to, ${bare[2]} own pages;" \
		"an empty object: ${empty[*]}; the shim: ${ours[*]}"
	[ "$least" -gt 1 ] && [ $((ours[0] - bare[0])) -gt 1 ] && [ $((ours[0] - bare[0])) -le "$1" ]
}

compare 4
ok $? "mappings: in a program that has none of the libraries the shim is at most four"
[ "$least" -ge 4 ]
ok $? "mappings: an object that is linked the usual way is not fewer"

libraries=()
for each in libglib-2.0.so.0 libsqlite3.so.0 libgsl.so.28 libgsl.so.27 libnss3.so; do
	"$mappings" "$each" 2>&1 >/dev/null | grep -q . || libraries+=("$each")
done
if [ ${#libraries[@]} -gt 1 ]; then
	compare 7 "${libraries[@]}"
	ok $? "mappings: with ${#libraries[@]} libraries that are healed, shim and adapters are at most seven"
else
	lacks libsqlite3-dev "mappings: with libraries that are healed"
fi
finish
