# SPDX-License-Identifier: MIT
# Workers that repeat on every run under FORKSEED_SEED: each prints "KIND WORKER DRAW ..." for
# generators whose state the program chose. Usage: seeded.py WAY [PROGRAM'S SEED], with the
# file of forker.c in FORKER.
import ctypes
import multiprocessing
import os
import random
import sys

import numpy as np

from children import in_children, say

way, seed = sys.argv[1], int((sys.argv[2:] or [1])[0])
multi = multiprocessing.get_context("fork")
np.random.seed(seed)
random.seed(seed)
np.random.normal()
objects = {
    name: np.random.Generator(getattr(np.random, name)(seed + 42))
    for name in "MT19937 PCG64 PCG64DXSM Philox SFC64".split()
    if hasattr(np.random, name)  # PCG64DXSM is of NumPy 1.21
}
for rng in objects.values():
    rng.integers(9, dtype=np.int32)
objects["RandomState"] = np.random.RandomState(seed + 7)
objects["RandomState"].normal()
objects["Random"] = random.Random(seed + 3)
objects["Random"].gauss(0, 1)


def report(who):
    say("stream", who, *np.random.random(3), np.random.normal())
    say("module", who, random.random(), random.gauss(0, 1))
    for name, rng in objects.items():
        words = rng.bit_generator if name not in ("RandomState", "Random") else None
        small = [rng.integers(2**32, dtype=np.uint32)] if words is not None else []
        normal = rng.gauss(0, 1) if name == "Random" else rng.normal()
        say(name, who, *small, normal, rng.uniform(0, 1), rng.uniform(0, 1))


def inherit(barrier):
    global met
    met = barrier


def draw(_):
    """One task a worker; a worker's number is its place in the pool."""
    met.wait(60)
    report(multiprocessing.current_process()._identity[0])


def pool():
    with multi.Pool(4, inherit, (multi.Barrier(4),)) as workers:
        workers.map(draw, range(4), chunksize=1)


def process():
    """Static sharding: worker N does every fourth piece."""
    workers = [multi.Process(target=report, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def fork():
    for number in range(4):
        in_children(1, report, number)


def native():
    """From C, and CPython is not told."""
    fork_from_c = ctypes.PyDLL(os.environ["FORKER"]).plain_fork
    for number in range(4):
        in_children(1, report, number, fork=fork_from_c)


def tree():
    """Children and grandchildren, before and after a draw of the child's."""

    def child(number):
        in_children(1, report, "%d.0" % number)
        report("%d.1" % number)

    for number in range(2):
        in_children(1, child, number)


if __name__ == "__main__":
    globals()[way]()
    report("parent")
