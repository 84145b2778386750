#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 3: profilers, tracers, audit hooks, methods of the program's own, destructors and
# exceptions in flight see nothing of the heal, in parent and child; nor does a debug build of
# the allocators complain.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"

need_module numpy "code that watches" && {
	same "profiles, traces, audits and methods" "$python" "$here/unseen.py"
	is "$(grep -c '^child .*audit.*os.fork' "$tmp/bare.out")" 7 "they see 7 forks in children"
	names=$("$python" "$here/objects.py" names)
	run_into "$tmp/dev" shimmed "$python" -X dev -X faulthandler -W error "$here/objects.py"
	is "$?, $(wc -c <"$tmp/dev.err")" "0, 0" "-X dev: status, bytes on stderr"
	for label in $names; do
		[ "$(counted "$label" "$tmp/dev")" = "4 of 4 differ" ] || echo "$label"
	done >"$tmp/alike"
	is "$(wc -l <"$tmp/alike")" 0 "-X dev: 0 of $(wc -w <<<"$names") kinds are alike in children"
	same "-X dev: a parent that draws and forks" "$python" -X dev -W error "$here/parent.py"
}
finish
