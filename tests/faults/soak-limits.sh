#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Where memory and descriptors run out, a program fares as bare, in each mode, and the children
# that it can still make differ.
. "$(dirname "$0")/../lib.sh"
unset LD_PRELOAD FORKSEED_TEST_LIMIT FORKSEED_TEST_JOBS
subject=$programs/faults/subject

# under LIMIT COMMAND...: the shell's ulimit, then the command; its output and status.
under() {
	local limit=$1
	shift
	# shellcheck disable=SC2086 # an option and a number
	(ulimit $limit && exec "$@") 2>"$tmp/err"
	echo "status $?"
}
worse=0 repeated=0 runs=0
for limit in "-n 3" "-n 4" "-n 5" "-n 6" "-n 7" "-n 8" "-n 16" "-v 2600" "-v 3000" "-v 4000" "-v 6000" "-v 20000" "-s 64" "-u 1" "-l 0" "-f 0"; do
	bare=$(under "$limit" "$subject")
	for setting in FORKSEED=on FORKSEED_WHEN=fork FORKSEED_SEED=text FORKSEED_AUDIT="$tmp/report" FORKSEED_LOCKS=heal \
		FORKSEED_CONNECTIONS=isolate; do
		rm -f "$tmp"/report*
		preload=$shim
		[ "${setting%%=*}" = FORKSEED_LOCKS ] && preload=$build/libforkseed-locks.so:$shim
		[ "${setting%%=*}" = FORKSEED_CONNECTIONS ] && preload=$build/libforkseed-connections.so:$shim
		got=$(under "$limit" env "$setting" LD_PRELOAD="$preload" "$subject")
		runs=$((runs + 1))
		# Where ld.so has no memory for one object more, it says so, and the program runs without.
		grep -q 'cannot be preloaded\|error while loading' "$tmp/err" && continue
		[ "$got" = "$bare" ] || { worse=$((worse + 1)) && printf '# %s, %s:\n%s\n' "$limit" "$setting" "$got" | sed 's/^/# /'; }
		if grep -q 'child 2: 0' <<<"$got" && ! grep -q 'distinct: 3' "$tmp/err"; then
			repeated=$((repeated + 1))
			echo "# $limit, $setting: $(tail -n 1 "$tmp/err")"
		fi
	done
done
is "$worse of $runs" "0 of $runs" "$runs runs out of something: none fares worse than bare"
is "$repeated" 0 "children differ wherever they could be made"
finish
