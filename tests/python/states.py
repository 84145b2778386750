# SPDX-License-Identifier: MIT
# Promise 2: how much of a generator's state a forked child shares with its parent, in pairs of
# neighbouring words of 32 bits. Prints "KIND shared=N of=N" and "whole-KIND WORD ..." for
# each of 8 children. Usage: states.py.
import random

import numpy as np

from children import in_children, say

SMALL = ("pos", "has_uint32", "uinteger", "buffer_pos", "has_gauss", "gauss", "bit_generator")
generators = {
    name: getattr(np.random, name)()
    for name in "MT19937 PCG64 PCG64DXSM Philox SFC64".split()
    if hasattr(np.random, name)  # PCG64DXSM is of NumPy 1.21
}
generators["stream"] = np.random.mtrand._rand
generators["RandomState"] = np.random.RandomState()
generators["Random"] = random.Random()


def numbers(state):
    """All that is not bookkeeping, whatever the layout."""
    if isinstance(state, dict):
        for name, value in state.items():
            if name not in SMALL:
                yield from numbers(value)
    elif isinstance(state, np.ndarray):
        yield from (int(value) for value in state)
    elif isinstance(state, tuple):
        yield from state[:624]
    else:
        yield int(state)


def words(generator):
    if isinstance(generator, random.Random):
        state = generator.getstate()[1]
    elif isinstance(generator, np.random.RandomState):
        state = generator.get_state(legacy=False)
    else:
        state = generator.state
    found = []
    for number in numbers(state):
        while number:
            found.append(number & 0xFFFFFFFF)
            number >>= 32
    return found


def pairs(found):
    return set(zip(found, found[1:])) - {(0, 0)}


def child():
    for name, generator in generators.items():
        mine, parents = words(generator), before[name]
        shared = len(pairs(mine) & pairs(parents))
        say(name, "shared=%d" % shared, "of=%d" % len(pairs(parents)))
        say("whole-" + name, *mine[:8], *mine[-8:])


if __name__ == "__main__":
    for name, generator in generators.items():
        draw = getattr(generator, "random_raw", None) or getattr(generator, "random_sample", None)
        [draw() if draw else generator.random() for _ in range(5)]
    before = {name: words(generator) for name, generator in generators.items()}
    in_children(8, child)
