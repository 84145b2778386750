# SPDX-License-Identifier: MIT
# Programs that do nothing wrong: no finding.
import multiprocessing
import os
import random
import sys
import time

import numpy as np

from numpy_cases import CHILDREN, children, in_children, multi, tell


def slow(_):
    """Long enough for another worker to take the next one."""
    time.sleep(0.3)
    return np.random.random()


def tell_each(draws):
    for draw in draws:
        tell(draw)


def joblib_with(backend):
    import joblib

    tell_each(joblib.Parallel(n_jobs=2, backend=backend)(joblib.delayed(slow)(i) for i in range(4)))


def python_module():
    random.seed(42)
    children(lambda: tell(random.random(), random.shuffle(list(range(9)))))


def python_innocent():
    rng, one = random.Random(), random.Random(42)

    def child(number):
        rng.seed(number)
        tell(rng.random(), random.Random().random(), random.SystemRandom().random())
        if number == 0:
            tell(one.random())

    for number in range(CHILDREN):
        in_children(1, child, number)


def no_draw():
    rng = np.random.default_rng()
    children(lambda: tell(rng.bit_generator.state["bit_generator"], np.random.get_state()[0]))


def no_fork():
    np.random.seed(42)
    tell(np.random.random(), np.random.default_rng(1).random())


def seeds_itself():
    rng, legacy = np.random.default_rng(), np.random.RandomState()

    def child():
        np.random.seed()
        legacy.seed(os.getpid())
        rng.bit_generator.state = np.random.PCG64().state
        tell(np.random.random(), legacy.random_sample(), rng.random(), np.random.normal())

    children(child)


def seeds_each_task():
    """Tasks that two workers get in turn, and that are to be equal wherever they run."""

    def child():
        for task in range(3):
            np.random.seed(task)
            tell(np.random.random())

    children(child)


def seeds_anew():
    def child():
        np.random.seed(42)
        np.random.seed()
        tell(np.random.random())

    children(child)


def temporary_seed():
    """The inherited state is put back, and nobody draws from it."""

    def child():
        mine = np.random.get_state()
        np.random.seed(os.getpid())
        tell(np.random.random())
        np.random.set_state(mine)

    children(child)


def sets_state():
    def child():
        np.random.set_state(np.random.RandomState(os.getpid()).get_state())
        tell(np.random.random())

    children(child)


def initializer():
    with multi.Pool(CHILDREN, np.random.seed) as workers:
        tell_each(workers.map(slow, range(CHILDREN), chunksize=1))


def own_generators():
    def child():
        tell(np.random.default_rng().random(), np.random.RandomState(os.getpid()).rand())
        if hasattr(np.random, "set_bit_generator"):  # NumPy 1.24
            np.random.set_bit_generator(np.random.PCG64())
            np.random.random()

    children(child)


def made_again():
    """An inherited object whose __init__() runs again."""
    rng = np.random.RandomState()

    def child():
        rng.__init__()
        tell(rng.random_sample())

    children(child)


def one_child_of_a_seed():
    rng = np.random.default_rng(42)
    children(lambda: tell(*rng.random(3)), 1)


def seeds_apart():
    """Each child takes another object, or the parent goes on between the forks."""
    several = [np.random.default_rng(seed) for seed in range(CHILDREN)]
    going_on = np.random.default_rng(42)
    for rng in several:
        in_children(1, lambda: tell(rng.random(), going_on.random()))
        going_on.random()


def with_seed(seed):
    return np.random.RandomState(seed).random_sample() + np.random.default_rng(seed).random()


def task_seeds():
    with multi.Pool(CHILDREN) as workers:
        tell(*workers.map(with_seed, range(30), chunksize=2))


def use(rng):
    return rng.random()


def pickled():
    """A task's argument: each worker unpickles an object of its own."""
    with multi.Pool(CHILDREN) as workers:
        tell(*workers.map(use, [np.random.default_rng() for _ in range(4)], chunksize=1))


def loky():
    joblib_with("loky")


def threads():
    joblib_with("threading")


def spawn():
    with multiprocessing.get_context("spawn").Pool(2) as workers:
        tell_each(workers.map(slow, range(2)))


if __name__ == "__main__":
    globals()[sys.argv[1]]()
