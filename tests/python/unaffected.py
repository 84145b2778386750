# SPDX-License-Identifier: MIT
# What is no affair of forks. Usage: unaffected.py CASE. Deterministic cases print what must
# be as bare; loky, threading, spawn and random print "CASE DRAW ..." that differ bare too.
import multiprocessing
import random
import sys
import threading
import time

import numpy as np

from children import in_children, say

case = sys.argv[1]


def draw(*_):
    time.sleep(0.02)
    return np.random.random(4)


def show(values):
    for value in values:
        say(case, *value)


def joblib_with(backend):
    import joblib

    show(joblib.Parallel(n_jobs=2, backend=backend)(joblib.delayed(draw)(i) for i in range(6)))


def loky():
    joblib_with("loky")


def threading_backend():
    joblib_with("threading")


def spawn():
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        show(pool.map(draw, range(6), chunksize=1))


def random_module():
    random.seed(3)
    in_children(6, lambda: say(case, random.random(), random.gauss(0, 1)))


def system_random():
    source = random.SystemRandom()
    in_children(6, lambda: say(case, source.random()))


def made_in_child():
    def child():
        say(case, np.random.default_rng().random(), np.random.RandomState().random_sample())

    in_children(6, child)


def use(generator):
    return [generator.random() if hasattr(generator, "random") else generator.random_sample()]


def pickled():
    """Scenario 6: every chunk of tasks is pickled with the state that the parent has."""
    things = np.random.RandomState(1), np.random.default_rng(2), random.Random(3)
    for context in ("fork", "spawn"):
        with multiprocessing.get_context(context).Pool(2) as pool:
            for thing in things:
                show(pool.map(use, [thing] * 4, chunksize=1))


def with_seed(seed):
    return [
        np.random.RandomState(seed).random_sample(),
        np.random.default_rng(seed).normal(),
        random.Random(seed).random(),
    ]


def seeded_tasks():
    """Scenario 8: a list of seeds is handed to the tasks."""
    with multiprocessing.get_context("fork").Pool(3) as pool:
        show(pool.map(with_seed, range(30), chunksize=2))


if __name__ == "__main__":
    np.random.seed(1)
    {"threading": threading_backend}.get(case, globals().get(case))()
