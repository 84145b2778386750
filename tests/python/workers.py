# SPDX-License-Identifier: MIT
# Workers that are seeded: by an initializer, with their task, by their number; and seeds for
# a while. Prints "own DRAW ..." where the program chose the numbers, or the name of what is
# drawn from. Usage: workers.py CASE.
import multiprocessing
import random
import sys

import numpy as np

from children import in_children, say

multi = multiprocessing.get_context("fork")


def meet(barrier):
    global met
    met = barrier


def draw(_):
    met.wait(60)
    say("own", *np.random.random(3), np.random.normal())


def pool_of(initializer, *arguments):
    with multi.Pool(4, initializer, arguments) as pool:
        pool.map(draw, range(4), chunksize=1)


def seed_all_alike(barrier):
    meet(barrier)
    np.random.seed(5)


def seed_by_number(barrier, numbers):
    meet(barrier)
    np.random.seed(numbers.get())


def initializer():
    pool_of(seed_all_alike, multi.Barrier(4))


def initializer_numbers():
    numbers = multi.SimpleQueue()
    for number in range(4):
        numbers.put(number)
    pool_of(seed_by_number, multi.Barrier(4), numbers)


def task_seeds():
    """Scenario 8: the seed comes with the task."""
    with multi.Pool(4) as pool:
        for value in pool.map(with_seed, range(40), chunksize=3):
            say("own", *value)


def with_seed(seed):
    np.random.seed(seed)
    values = [np.random.random(), np.random.RandomState(seed).random_sample()]
    return values + [np.random.default_rng(seed).random(), random.Random(seed).random()]


def data_loader():
    """As PyTorch's: a base seed, drawn once in the parent, plus the worker's number."""
    base = int(np.random.RandomState(3).randint(2**31))

    def worker(number):
        random.seed(base + number)
        words = np.random.SeedSequence(base + number).generate_state(4)
        np.random.seed(words)
        say("own", number, random.random(), *np.random.random(3))

    for number in range(4):
        in_children(1, worker, number)


def temporary_seed():
    """A seed for a while, then the state that was: the child's own, not the parent's."""

    def child():
        mine = np.random.get_state()
        np.random.seed(0)
        say("own", *np.random.random(4))
        np.random.set_state(mine)
        say("restored", *np.random.random(4))

    in_children(8, child)


def temporary_seed_objects():
    generators = random.Random(), np.random.RandomState(), np.random.default_rng()

    def child():
        python, legacy, new = generators
        mine = python.getstate(), legacy.get_state(), new.bit_generator.state
        python.seed(0), legacy.seed(0)
        new.bit_generator.state = np.random.PCG64(0).state
        say("own", python.random(), legacy.random_sample(), new.random())
        python.setstate(mine[0]), legacy.set_state(mine[1])
        new.bit_generator.state = mine[2]
        say("python", python.random())
        say("legacy", legacy.random_sample())
        say("new", new.random())

    in_children(8, child)


if __name__ == "__main__":
    np.random.seed(1)
    np.random.normal()
    globals()[sys.argv[1]]()
