# SPDX-License-Identifier: MIT
# What the NumPy programs here share. Each is run with a CASE, a function of its own, and prints
# "CASE DRAW ..." for each child; the verdicts are in numpy.sh.
import multiprocessing
import os
import sys
import time

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../python"))
from children import in_children, say  # noqa: E402

CHILDREN = 3
multi = multiprocessing.get_context("fork")
# PCG64DXSM is of NumPy 1.21.
BITS = {
    kind: getattr(np.random, kind)
    for kind in "MT19937 PCG64 PCG64DXSM Philox SFC64".split()
    if hasattr(np.random, kind)
}


def tell(*draws):
    say(sys.argv[1], *draws)


def children(task, count=CHILDREN):
    in_children(count, task)


def slow(_):
    """Long enough for another worker to take the next one."""
    time.sleep(0.3)
    return np.random.random()


def joblib_with(backend):
    import joblib

    tell_each(joblib.Parallel(n_jobs=2, backend=backend)(joblib.delayed(slow)(i) for i in range(4)))


def tell_each(draws):
    for draw in draws:
        tell(draw)
