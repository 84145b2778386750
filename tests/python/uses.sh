#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# NumPy's objects are healed at their first use in a child: whatever that use is, it shows
# nothing of the parent's, also where the child has entered a sandbox; and what is not used costs nothing, however many there are. 2000
# generators in a child that uses none: as many page faults as without them, give or take what
# varies; to heal them all would be 250 more.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"

MOST_MORE=40

# faults HOW COUNT
faults() { "$1" "$python" "$here/uses.py" faults "$2" | sed -n 's/^faults \([0-9]*\).*/\1/p'; }

cheap() {
	local bare shimmed
	bare=$(faults bare 2000)
	shimmed=$(faults shimmed 2000)
	[ "$((shimmed - bare))" -le "$MOST_MORE" ]
	ok $? "2000 generators that a child does not use: $shimmed page faults, $bare bare" || true
}

need_module numpy "uses of generator objects" && {
	names=$("$python" "$here/uses.py" names)
	run_into "$tmp/bare" bare "$python" "$here/uses.py"
	was=$?
	run_into "$tmp/shim" shimmed "$python" "$here/uses.py"
	now=$?
	alike=0 shared=''
	for name in $names; do
		[ "$(different "$name" "$tmp/bare")" -eq 1 ] && alike=$((alike + 1))
		[ "$(different "$name" "$tmp/shim")" -eq 3 ] && [ "$(total "$name" "$tmp/shim")" -eq 3 ] ||
			shared+=" $name"
	done
	count=$(wc -w <<<"$names")
	is "$was, $alike of $count" "0, $count of $count" "bare, $alike of $count uses show what the parent's does"
	is "$now,$shared" "0," "with the shim, none of $count"
	[ "$now" -eq 0 ] || tail -n 3 "$tmp/shim.err" | sed 's/^/#   /'
	heals 3 np.random "$python" "$here/uses.py" sandboxed
	cheap
}
finish
