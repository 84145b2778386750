#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Python's private generators under an audit: those without a seed are found and healed,
# those that the program seeded by hand, be it from the system's entropy or the clock, are
# told with that; subinterpreters that have ended do no harm; a CPython without a global
# interpreter lock is told by the audit and by the doctor.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
python=/usr/bin/python3
here=$root/tests/python

need "$python" "private generators" || { finish && exit 0; }
audited "$python" "$here/private.py" instance never
is "$? $(kinds)" "0 6 inherited/python.Random" "an object without a seed: six children are found"

for seed in 'os.urandom(16)' 'int.from_bytes(os.urandom(16), "big")' 'time.time()' '7'; do
	audited "$python" -c "import os, random, time
made = random.Random($seed)
for _ in range(3):
	if os.fork() == 0:
		print(made.random(), flush=True)
		os._exit(0)
	os.wait()"
	is "$? $(sort -u "$tmp/out" | wc -l) $(kinds)" "0 1 3 inherited/python.Random" "Random($seed): it is left, and told"
	says "the program gave it a seed or state" "and why"
done

for how in "" --seed=text; do
	# shellcheck disable=SC2086 # nothing, or one option
	audited $how "$python" "$here/subinterpreters.py"
	is "$? $(grep -c '^main' "$tmp/out"), $(sort -u "$tmp/out" | wc -l) differ, $(kinds)" \
		"0 4, 4 differ, 8 inherited/python.Random" "subinterpreters have ended: children draw${how:+, $how}"
done

lockless=$programs/python/free-threaded
audited "$lockless"
is "$? $(kinds)" "0 1 refused/python" "a CPython without the lock: told once"
says "CPython without a global interpreter lock" "by its name"
"$launcher" --check "$lockless" >/dev/null 2>&1
is $? 99 "--check fails"
"$launcher" --doctor "$lockless" >"$tmp/summary"
is $? 1 "--doctor: in part"
says "runtime: Python without a GIL, not healed" "and why"

# Python 2, as it looks from outside: what its random.Random() takes from the kernel is a seed like any other.
printf '%s\n' 'int Py_AddPendingCall(void) { return -1; }' 'int PyInt_FromLong(void) { return 0; }' 'int main(void) { return 0; }' |
	${CC:-cc} -rdynamic -x c - -o "$tmp/python2"
"$launcher" --doctor "$tmp/python2" >"$tmp/summary"
is $? 1 "--doctor of Python 2: in part"
says "runtime: Python 2, not healed" "and why"
"$launcher" --doctor "$python" >"$tmp/summary"
is $? 0 "--doctor of Debian's python3: yes"
finish
