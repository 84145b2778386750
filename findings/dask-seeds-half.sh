#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Dask's forked workers (dask.multiprocessing with the context "fork"; distributed's with
# multiprocessing-method: fork begin by the same function): each calls np.random.seed(), without an
# argument. Seen in Dask 2022.12.1 (Debian 12): what np.random draws differs in all workers and in every
# run, although the program had seeded it; a generator object of the same program, made with or
# without a seed, draws the same in all of them (source: dask/multiprocessing.py, default_initializer).
. "$(dirname "$0")/lib.bash"
packages python3.11-minimal=3.11.2-6+deb12u9 libpython3.11-minimal=3.11.2-6+deb12u9 \
	libpython3.11-stdlib=3.11.2-6+deb12u9 python3-dask=2022.12.1+dfsg-2 python3-cloudpickle=2.2.0-1 \
	python3-fsspec=2022.11.0-1 python3-packaging=23.0-1 python3-toolz=0.12.0-1 python3-yaml=6.0-3+b2 \
	libyaml-0-2=0.2.5-1 python3-partd=1.3.0-1 python3-locket=1.0.0-1 \
	python3-numpy=1:1.24.2-1+deb12u1 libblas3=3.11.0-2 liblapack3=3.11.0-2 \
	libgfortran5=12.2.0-14+deb12u1 libquadmath0=12.2.0-14+deb12u1
export PYTHONHOME=$root/usr PYTHONPATH=$root/usr/lib/python3/dist-packages:$tmp PYTHONDONTWRITEBYTECODE=1

# A module, so that tasks name its function, and do not carry copies of its generators.
cat >"$tmp/draws.py" <<'END'
import os
import time
import numpy as np

np.random.seed(42)
draws = {"np.random": np.random.random, "unseeded": np.random.default_rng().random,
         "seeded": np.random.default_rng(42).random}


def first_draw(name):
    time.sleep(0.5)  # so that each task has a worker of its own
    return os.getpid(), draws[name]()
END
cat >"$tmp/workers.py" <<'END'
import sys
import dask
import dask.multiprocessing
from draws import first_draw

tasks = {"task-%d" % i: (first_draw, sys.argv[1]) for i in range(4)}
with dask.config.set({"multiprocessing.context": "fork"}):
    results = dask.multiprocessing.get(tasks, list(tasks), num_workers=4, chunksize=1)
print("\n".join(str(draw) for draw in dict(results).values()))
END
drawn() { OPENBLAS_NUM_THREADS=1 run "$root/usr/bin/python3.11" -S "$tmp/workers.py" "$1"; }
share() {
	local lines
	lines=$(drawn "$1")
	[ "$(distinct <<<"$lines")" -eq "$(wc -l <<<"$lines")" ] && echo "all differ" || echo "$(distinct <<<"$lines") for all"
}
seen "all differ" "np.random, seeded by the program, in 4 workers" "$(share np.random)"
seen "1 for all" "a generator object made without a seed" "$(share unseeded)"
seen "1 for all" "a generator object made with a seed" "$(share seeded)"
finish
