# SPDX-License-Identifier: MIT
# Generators that the parent made without a seed, wherever they hang, drawn from in forked
# children: "NAME DRAW ..." for each child. Usage: objects.py [names]: only what there is.
import random
import sys

import numpy as np

from children import in_children, say

WORD = np.iinfo(np.uint32).max
# PCG64DXSM is of NumPy 1.21.
BIT_GENERATORS = [
    name for name in "MT19937 PCG64 PCG64DXSM Philox SFC64".split() if hasattr(np.random, name)
]
objects = {}
draws = {}


def doubles(generator):
    return generator.random(4)


def python_doubles(generator):
    return [generator.random() for _ in range(4)]


def spawned(sequence):
    return sequence.spawn(1)[0].generate_state(4)


def half_word(generator):
    return [generator.integers(WORD, dtype=np.uint32)]


def add(name, thing, draw=doubles):
    objects[name] = thing
    draws[name] = draw


class OwnRandom(random.Random):
    """What many libraries do; it has no __init__ of its own."""


class OwnInitRandom(random.Random):
    def __init__(self):
        super().__init__()


class OwnState(np.random.RandomState):
    pass


class OwnBits(np.random.PCG64):
    pass


class Simulation:
    __slots__ = ("rng",)

    def __init__(self):
        self.rng = np.random.default_rng()


def closure():
    rng = np.random.default_rng()
    return lambda: rng.random(4)


for kind in BIT_GENERATORS:
    bits = getattr(np.random, kind)
    add(kind, np.random.Generator(bits()))
    add("legacy-" + kind, np.random.RandomState(bits()), lambda r: r.random_sample(4))
    add("raw-" + kind, bits(), lambda b: b.random_raw(4))
    add("spawn-" + kind, bits()._seed_seq, spawned)
    if kind != "MT19937":
        # One half of a 64-bit draw is kept for the next one: the child's would be the parent's.
        add("half-word-" + kind, np.random.Generator(bits()), half_word)
        half_word(objects["half-word-" + kind])

add("default_rng", np.random.default_rng())
add("RandomState", np.random.RandomState(), lambda r: r.random_sample(4))
add("RandomState-gauss", np.random.RandomState(), lambda r: [r.normal()])
objects["RandomState-gauss"].normal()
add("closure", closure(), lambda draw: draw())
add("attribute", Simulation(), lambda s: s.rng.random(4))
add("nested", {"a": [(np.random.default_rng(),)]}, lambda d: d["a"][0][0].random(4))
add("SeedSequence", np.random.SeedSequence(), spawned)
add("from-sequence", np.random.default_rng(np.random.SeedSequence().spawn(3)[2]))
add("spawned-sequence", np.random.SeedSequence().spawn(2)[1], spawned)
add("sequence-state", np.random.SeedSequence().spawn(1)[0], lambda s: s.spawn(2)[1].generate_state(4))
add("own-RandomState", OwnState(), lambda r: r.random_sample(4))
add("own-PCG64", np.random.Generator(OwnBits()))
add("Random", random.Random(), python_doubles)
add("Random-gauss", random.Random(), lambda r: [r.gauss(0, 1)])
objects["Random-gauss"].gauss(0, 1)
add("own-Random", OwnRandom(), python_doubles)
add("own-init-Random", OwnInitRandom(), python_doubles)
add("reseeded-RandomState", np.random.RandomState(5), lambda r: r.random_sample(4))
objects["reseeded-RandomState"].seed()
add("reseeded-Random", random.Random(5), python_doubles)
objects["reseeded-Random"].seed()


def child():
    for name, thing in objects.items():
        say(name, *draws[name](thing))


if __name__ == "__main__":
    if sys.argv[1:] == ["names"]:
        print(*objects)
    else:
        in_children(4, child)
