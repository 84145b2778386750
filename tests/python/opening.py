# SPDX-License-Identifier: MIT
# Forks children that draw while threads open and close libraries, import modules and make
# generators. Prints "draw DRAW ..." for each, then how many hung. Usage: opening.py CHILDREN.
import _ctypes
import os
import random
import signal
import sys
import threading

import numpy as np
import numpy.random  # NumPy 2 imports it at its first use, which may be a child's

from children import fork_child, say

libraries = [sys.modules[name].__file__ for name in ("numpy.random._mt19937", "numpy.linalg._umath_linalg")]


def open_libraries():
    while True:
        for library in libraries:
            _ctypes.dlclose(_ctypes.dlopen(library, os.RTLD_NOW))


def make_generators():
    while True:
        kept = [random.Random(), np.random.default_rng(), np.random.RandomState(), np.random.SFC64()]
        kept[0].seed()


def child():
    signal.alarm(20)
    say("draw", *np.random.random(2), objects[0].random(), objects[1].random())


objects = random.Random(), np.random.default_rng()
for task in (open_libraries, make_generators):
    threading.Thread(target=task, daemon=True).start()
statuses = [os.waitpid(fork_child(child), 0)[1] for _ in range(int(sys.argv[1]))]
hung = sum(os.WIFSIGNALED(s) and os.WTERMSIG(s) == signal.SIGALRM for s in statuses)
print("hung=%d failed=%d" % (hung, sum(map(bool, statuses)) - hung))
sys.stdout.flush()
os._exit(0)
