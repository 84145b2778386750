#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Other Pythons and other layouts: a stand-in for NumPy on Debian's CPython and on every other
# that PATH has; no NumPy at all; names that are missing, replaced, lazy or raise. What can't
# be healed goes on exactly as bare.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"
stub=("env" "PYTHONPATH=$here/stub")

# interpreters: what is on PATH beside Debian's, and runs.
interpreters() {
	local minor
	for minor in 2.7 3.{6..14}; do
		[ "$(type -P "python$minor")" = "/usr/bin/python$minor" ] && continue
		"python$minor" -c 'import os' 2>/dev/null && echo "python$minor"
	done
}

# version INTERPRETER: generators without a seed, an orphaned lock; before 3.7 the random module.
# (Random objects of Python 2 have another layout and stay as bare.)
version() {
	local kinds="stub Random"
	[ "${1##*/}" != python2.7 ] || kinds=stub
	heals 8 "$kinds" "${stub[@]}" "$1" "$here/versions.py"
	if [ "$(different module "$tmp/bare")" -lt 8 ]; then note "$1: random is not reseeded bare"; fi
	differs module 8 0 "$tmp/shim"
	is "$(grep ^parent "$tmp/shim")" "$(grep ^parent "$tmp/bare")" "$1: the parent draws as bare"
	held "$1" lock
}

# held INTERPRETER KIND: a thread of the parent holds the stand-in's lock all the time.
held() {
	run_into "$tmp/bare" bare "${stub[@]}" STUB="$2" LIMIT=1 "$1" "$here/versions.py" held
	is "$(grep ^children "$tmp/bare")" "children hung=8 failed=0" "$1, $2: bare, 8 of 8 children hang"
	run_into "$tmp/shim" shimmed "${stub[@]}" STUB="$2" LIMIT=20 "$1" "$here/versions.py" held
	is "$(grep ^children "$tmp/shim")" "children hung=0 failed=0" "$1, $2: with the shim, none"
	differs stub 8 0 "$tmp/shim"
}

# undisturbed NAME COMMAND...: ends well and without a word, and the parent is as bare.
undisturbed() {
	local name=$1
	shift
	run_into "$tmp/bare" bare "$@"
	run_into "$tmp/shim" shimmed "$@"
	is "status $?, $(grep -c ^child "$tmp/shim") children, $(wc -c <"$tmp/shim.err") bytes on stderr" \
		"status 0, 4 children, $(wc -c <"$tmp/bare.err") bytes on stderr" "$name"
	is "$(grep ^parent "$tmp/shim")" "$(grep ^parent "$tmp/bare")" "$name: the parent is as bare"
}

need $python "other layouts" || { finish && exit; }
version $python
held $python rlock
mapfile -t others < <(interpreters)
note "other interpreters on PATH: ${others[*]:-none}"
for interpreter in "${others[@]}"; do version "$interpreter"; done

for odd in ValueError KeyboardInterrupt SystemExit; do
	same "seed() that raises $odd" env STUB="$odd" "${stub[@]}" "$python" "$here/stubbed.py"
done
for odd in "no _bit_generator" "no lock" "lock of another kind" "_rand raises" "_rand is None" \
	"no _rand" "no seed"; do
	undisturbed "$odd" env STUB="$odd" "${stub[@]}" "$python" "$here/stubbed.py"
done

alone='import os, random
made = random.Random()
for _ in range(4):
	if os.fork() == 0:
		os.write(1, ("without %r %r\n" % (made.random(), made.random())).encode())
		os._exit(0)
	os.wait()
try: import numpy
except ImportError: os.write(1, b"no numpy\n")'
heals 4 without "$python" -S -c "$alone"
is "$(grep -c '^no numpy' "$tmp/shim")" 1 "without NumPy: it was not there"

need_module numpy "odd modules" && {
	for case in lazy mtrand_replaced mtrand_gone mtrand_none numpy_gone rand_replaced \
		random_replaced types_replaced threading_gone half_made; do
		undisturbed $case "$python" "$here/odd.py" $case
		case $case in lazy | threading_gone | half_made)
			repeats child 4 0 "$tmp/bare"
			differs child 4 0 "$tmp/shim"
			;;
		esac
		[ $case = lazy ] && is "$(grep -c 'touched 0' "$tmp/shim")" 5 "lazy: 0 globals touched"
	done
}
finish
