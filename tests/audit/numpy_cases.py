# SPDX-License-Identifier: MIT
# What the NumPy programs here share. Each is run with a CASE, a function of its own, and prints
# "CASE DRAW ..." for each child; the verdicts are in numpy.sh.
import multiprocessing
import os
import sys

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
