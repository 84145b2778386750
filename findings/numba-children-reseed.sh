#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A Python function that draws from np.random, with and without Numba's @njit in front of it, in forked children. One
# expects the decorator to make it faster, and a generator of Numba's own to follow the same rules. Seen in Numba 0.56.4
# and NumPy 1.24.2 (Debian 12): without it all children draw the same; with it each child draws its own, another one
# in each run, *also after the compiled code has called np.random.seed(42)*, by which the parent's number is the same in
# each run. A handler that runs in each forked child has Numba's generator seeded anew, from os.urandom(), whether the
# program had seeded it or not (source: numba/_random.c, rnd_atfork_child; manual: "fork-safe"). So the decorator takes
# away a fault of forked workers, and with it a seed; np.random.seed() in the child, in compiled code, brings that back.
. "$(dirname "$0")/lib.bash"
packages python3.11-minimal=3.11.2-6+deb12u9 libpython3.11-minimal=3.11.2-6+deb12u9 \
	libpython3.11-stdlib=3.11.2-6+deb12u9 python3-numba=0.56.4+dfsg-2 python3-llvmlite=0.39.1-2 \
	libllvm14=1:14.0.6-12 python3-pkg-resources=66.1.1-1+deb12u2 python3-numpy=1:1.24.2-1+deb12u1 \
	libblas3=3.11.0-2 liblapack3=3.11.0-2 libgfortran5=12.2.0-14+deb12u1 libquadmath0=12.2.0-14+deb12u1
export PYTHONHOME=$root/usr PYTHONPATH=$root/usr/lib/python3/dist-packages PYTHONDONTWRITEBYTECODE=1

cat >"$tmp/program.py" <<'END'
# program.py plain|njit none|before|child: the parent's number, seeded or not, and those of four children
import os
import sys
import numba
import numpy as np


def draw():
    return np.random.randint(0, 1000000000)


def seed():
    np.random.seed(42)


kind, seeded = sys.argv[1:]
if kind == "njit":
    draw, seed = numba.njit(draw), numba.njit(seed)
if seeded != "none":
    seed()
print("parent", draw(), flush=True)
for _ in range(4):
    if os.fork() == 0:
        if seeded == "child":
            seed()
        print("child", draw(), flush=True)
        os._exit(0)
    os.wait()
END
# numbers parent|child plain|njit none|before|child: of two runs
numbers() {
	for _ in 1 2; do
		run "$root/usr/bin/python3.11" "$tmp/program.py" "$2" "$3"
	done | grep "^$1"
}
for kind in plain njit; do
	children=1
	[ $kind = plain ] || children=4
	numbers child $kind none >"$tmp/out"
	seen "$children $children" "$kind, no seed: distinct numbers of 4 children, in two runs" \
		"$(head -n 4 "$tmp/out" | distinct) $(tail -n 4 "$tmp/out" | distinct)"
	seen 1 "$kind, a seed before the fork: distinct numbers of the parent, in two runs" "$(numbers parent $kind before | distinct)"
	seen $((children == 1 ? 1 : 8)) "$kind, a seed before the fork: distinct numbers of 8 children, in two runs" "$(numbers child $kind before | distinct)"
	seen 1 "$kind, a seed in each child: distinct numbers of 8 children, in two runs" "$(numbers child $kind child | distinct)"
done
finish
