#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scipy.stats.qmc: points from a Halton or a Sobol object made without a seed, in forked children.
# The two are sisters with one interface, and one expects one answer. Seen in SciPy 1.10.1 (Debian
# 12): Sobol is scrambled when the object is made, so that all children compute the same points;
# Halton is scrambled at each call of random(), without a seed anew each time: children differ, and
# so do the points when one object is reset() and asked again (source: scipy/stats/_qmc.py).
. "$(dirname "$0")/lib.bash"
packages python3.11-minimal=3.11.2-6+deb12u9 libpython3.11-minimal=3.11.2-6+deb12u9 \
	libpython3.11-stdlib=3.11.2-6+deb12u9 python3-scipy=1.10.1-2 \
	python3-numpy=1:1.24.2-1+deb12u1 libblas3=3.11.0-2 liblapack3=3.11.0-2 \
	libgfortran5=12.2.0-14+deb12u1 libquadmath0=12.2.0-14+deb12u1 liblbfgsb0=3.0+dfsg.4-1 \
	python3-decorator=5.1.1-3
export PYTHONHOME=$root/usr PYTHONPATH=$root/usr/lib/python3/dist-packages PYTHONDONTWRITEBYTECODE=1

cat >"$tmp/points.py" <<'END'
import os
import sys
from scipy.stats import qmc

sampler = getattr(qmc, sys.argv[1])(2)
if sys.argv[2] == "reset":
    for _ in range(8):
        print(sampler.random(1).tolist())
        sampler.reset()
    sys.exit()
for _ in range(8):
    if os.fork() == 0:
        os.write(1, (str(sampler.random(1).tolist()) + "\n").encode())
        os._exit(0)
for _ in range(8):
    os.wait()
END
points() {
	OPENBLAS_NUM_THREADS=1 run "$root/usr/bin/python3.11" -S "$tmp/points.py" "$@" | distinct
}
seen 1 "Sobol, distinct first points of 8 children" "$(points Sobol fork)"
seen 8 "Halton, distinct first points of 8 children" "$(points Halton fork)"
seen 1 "Sobol, distinct first points of one object, reset 8 times" "$(points Sobol reset)"
seen 8 "Halton, distinct first points of one object, reset 8 times" "$(points Halton reset)"
finish
