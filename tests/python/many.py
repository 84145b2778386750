# SPDX-License-Identifier: MIT
# Many forked children, a fourth of them made by a C function, without a word to
# Python. Prints "KIND DRAW DRAW" for each child and every kind of generator.
# Usage: many.py CHILDREN FORKER.
import ctypes
import os
import random
import sys

import numpy as np

from children import fork_child, say, wait_for

count, native = int(sys.argv[1]), ctypes.PyDLL(sys.argv[2]).plain_fork
np.random.random()
generators = {"stream": np.random.mtrand._rand, "RandomState": np.random.RandomState()}
for name in "MT19937 PCG64 PCG64DXSM Philox SFC64".split():
    generators[name] = np.random.Generator(getattr(np.random, name)())
generators["Random"] = random.Random()


def child():
    for name, generator in generators.items():
        say(name, generator.uniform(0, 1), generator.uniform(0, 1))


for start in range(0, count, 40):
    forks = [os.fork, os.fork, os.fork, native] * 10
    wait_for([fork_child(child, fork=fork) for fork in forks])
