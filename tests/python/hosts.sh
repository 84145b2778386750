#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Forks that CPython is not told of: from C functions, from a C signal handler, from programs
# with an interpreter inside, linked or opened late, and started twice. All are healed before
# the child's next bytecode, and no KeyboardInterrupt is lost.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"
export OPENBLAS_NUM_THREADS=1 # a signal handler may fork while malloc is at work
export PYTHONPATH=$here

native() { heals "$2" "$1" "$python" "$here/native.py" "$built/forker" "$1"; }

# libpython: the file of Debian's shared library.
libpython() {
	"$python" -c 'import ctypes.util, sysconfig
print(ctypes.util.find_library("python" + sysconfig.get_python_version()) or "")'
}

# late NAME LABELS MODE TURNS CODE CHILD-CODE: a host that opens libpython.
late() {
	local count=$((8 * $4)) label
	note "$1"
	heals "$count" "$2" "$built/late-python" "$library" "$3" "$4" "$5" "$6"
}

turns='import os, random
turn = os.environ["TURN"] = str(int(os.environ.get("TURN", 0)) + 1)
generator = random.Random()'
draw='os.write(1, f"Random{0} {generator.random()} {generator.random()}\n".encode())'

need_module numpy "forks from C" && {
	for case in plain released mixed grandchildren; do native $case 8; done
	native interrupted 16
	is "$(grep -c 'parent raised' "$tmp/shim") $(grep -c 'child raised' "$tmp/shim")" "16 16" \
		"interrupted: all processes get their KeyboardInterrupt"
	native signals 40
	if need "$built/embed" "a program with an interpreter inside"; then
		for way in between unlocked called thread python; do
			note "embed $way"
			heals 8 "stream default_rng RandomState Random" "$built/embed" $way
		done
	fi
	library=$(libpython)
	if [ -n "$library" ]; then
		late "libpython opened late, with NumPy" "stream default_rng RandomState Random" \
			global 1 "from hosted import *" "report()"
		late "libpython opened late, RTLD_LOCAL" Random0 local 1 "$turns" "$draw"
		late "three interpreters, one after the other" Random0 local 3 "$turns" "$draw"
		late "three interpreters, NumPy in the first only" Random0 global 3 "$turns
if turn == '1': import numpy" "$draw"
	else
		lacks libpython3-dev "libpython opened late"
	fi
}
finish
