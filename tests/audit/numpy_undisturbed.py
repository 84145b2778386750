# SPDX-License-Identifier: MIT
# What an audit must not change. Usage: numpy_undisturbed.py CASE.
import copy
import ctypes
import pickle
import random
import sys
import threading

import numpy as np

from numpy_cases import BITS, children, in_children, tell


def functions_of(thing):
    """The four words behind the pointer to the state: where an object's draws lead."""
    bits = thing if isinstance(thing, tuple(BITS.values())) else thing._bit_generator
    size = type(thing).__basicsize__ // ctypes.sizeof(ctypes.c_void_p)
    words = (ctypes.c_void_p * size).from_address(id(thing))[:]
    (at,) = [i for i in range(2, size - 4) if words[i] == bits.ctypes.state_address]
    return words[at + 1 : at + 5]


def objects_of(bits):
    return bits, np.random.Generator(bits), np.random.RandomState(bits)


def put_back():
    """Of three inherited objects a kind, how many lead where new ones do: before a draw, and after."""
    inherited = {kind: objects_of(BITS[kind]()) for kind in BITS}

    def count():
        return sum(
            functions_of(one) == functions_of(other)
            for kind in BITS
            for one, other in zip(inherited[kind], objects_of(BITS[kind]()))
        )

    def child():
        before = count()
        for _, rng, _ in inherited.values():
            rng.random()
        tell("in a child", before, count())

    tell("in the parent", count())
    children(child, 1)
    tell("in the parent", count())


def copies():
    """Copies made in a child before its first draw: by pickle, copy and jumped()."""
    inherited = {kind: objects_of(BITS[kind](7))[1:] for kind in BITS}

    def child():
        for things in inherited.values():
            for thing in things:
                made = pickle.loads(pickle.dumps(thing)), copy.copy(thing), copy.deepcopy(thing)
                tell(*(other.uniform() for other in made))
        for generator, legacy in inherited.values():
            if hasattr(generator.bit_generator, "jumped"):
                tell(np.random.Generator(generator.bit_generator.jumped()).random())
            tell(generator.random(), legacy.normal(), generator.integers(99), legacy.tomaxint())

    children(child, 1)
    child()


def churn():
    """Threads that draw, make and free objects on the same bit generators, all at once."""
    bits = [np.random.PCG64() for _ in range(200)]
    rngs = [[np.random.Generator(b) for _ in range(9)] for b in bits]

    def work(start):
        start.wait()
        for several in rngs:
            made = np.random.Generator(several[0].bit_generator)
            several.pop()
            several[0].random(3)
            several.pop()
            made.random()

    def child():
        start = threading.Barrier(4)
        workers = [threading.Thread(target=work, args=(start,)) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        children(lambda: [several[0].random() for several in rngs], 1)
        rngs.clear()
        bits.clear()
        tell("ended")

    children(child, 10)


def freed():
    """For valgrind: objects that are gone before the first draw, and those of the parent's."""
    bits = [BITS[kind]() for kind in BITS]
    rngs = [[np.random.Generator(b), np.random.RandomState(b), np.random.Generator(b)] for b in bits]

    def work():
        for several in rngs:
            made = np.random.Generator(several[0].bit_generator)
            several.pop()
            several[0].random(3)
            made.random()

    def child():
        work()
        children(lambda: [several[1].normal() for several in rngs], 1)
        rngs.clear()
        bits.clear()
        np.random.random()

    children(child, 1)
    children(lambda: (rngs.clear(), bits.clear(), np.random.random()), 1)
    tell("ended")


def parent():
    """What the parent draws between and after its forks."""
    np.random.seed(3)
    rngs = [rng for kind in BITS for rng in objects_of(BITS[kind](5))[1:]]
    for _ in range(3):
        in_children(1, np.random.random)
        tell(np.random.normal(), *(rng.uniform() for rng in rngs))


if __name__ == "__main__":
    globals()[sys.argv[1]]()
