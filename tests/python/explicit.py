# SPDX-License-Identifier: MIT
# Generators whose numbers the program chose, by a seed or by a restored state, drawn from in
# the parent and in forked children: all of it must be as bare. Usage: explicit.py.
import pickle
import random

import numpy as np

from children import in_children, say

# PCG64DXSM is of NumPy 1.21.
BIT_GENERATORS = [
    name for name in "MT19937 PCG64 PCG64DXSM Philox SFC64".split() if hasattr(np.random, name)
]
objects = {}


def add(name, generator):
    objects[name] = generator


def restored_bits(kind):
    bits = kind()
    bits.state = kind(11).state
    return np.random.Generator(bits)


for number, kind in enumerate(getattr(np.random, name) for name in BIT_GENERATORS):
    add("seeded-" + kind.__name__, np.random.Generator(kind(number)))
    add("restored-" + kind.__name__, restored_bits(kind))

add("default_rng", np.random.default_rng(42))
add("long-seed", np.random.default_rng(2**200 + 12345))
add("list-seed", np.random.default_rng([3, 1, 4, 1, 5]))
add("sequence", np.random.default_rng(np.random.SeedSequence(5).spawn(2)[1]))
add("sequence-keyword", np.random.default_rng(np.random.SeedSequence(entropy=6)))
add("long-sequence", np.random.default_rng(np.random.SeedSequence(2**127 + 1)))
add("Philox-key", np.random.Generator(np.random.Philox(key=8)))
add("jumped", np.random.Generator(np.random.PCG64(1).jumped()))
add("pickled", pickle.loads(pickle.dumps(np.random.default_rng(9))))
add("RandomState", np.random.RandomState(7))
add("RandomState-list", np.random.RandomState([1, 2]))
add("RandomState-bits", np.random.RandomState(np.random.PCG64(3)))
add("RandomState-seed", np.random.RandomState())
objects["RandomState-seed"].seed(12)
add("RandomState-set", np.random.RandomState())
objects["RandomState-set"].set_state(np.random.RandomState(13).get_state())
add("Random", random.Random(3))
add("Random-text", random.Random("text"))
add("Random-zero", random.Random(0))
add("Random-seed", random.Random())
objects["Random-seed"].seed(4)
add("Random-set", random.Random())
objects["Random-set"].setstate(random.Random(14).getstate())
# Memory of generators that are gone is used again by ones with a seed.
for turn in range(200):
    random.Random(), np.random.RandomState(), np.random.default_rng()
add("Random-again", [random.Random(i) for i in range(50)][-1])
add("RandomState-again", [np.random.RandomState(i) for i in range(50)][-1])
add("default_rng-again", [np.random.default_rng(i) for i in range(50)][-1])


def draw(generator):
    if isinstance(generator, random.Random):
        return [generator.random() for _ in range(3)] + [generator.gauss(0, 1)]
    return [*generator.uniform(size=3), generator.normal()]


def report(who):
    for name, generator in objects.items():
        say(name, who, *draw(generator))


if __name__ == "__main__":
    report("parent")
    for turn in range(3):
        in_children(1, report, "child")
    report("parent")
