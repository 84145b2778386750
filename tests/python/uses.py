# SPDX-License-Identifier: MIT
# Objects of NumPy's that the parent made, and every way of using one, each as the first
# thing that a child does with it: "WAY VALUE ..." for each of 3 children, and "again-WAY" for
# each of 3 grandchildren whose parents did the same. An object that is not healed before it is
# used tells what its parent's does. Usage: uses.py [names] | faults OBJECTS | sandboxed.
# `faults`: the median of the page faults of 20 children that use none of OBJECTS generators.
# `sandboxed`: "np.random DRAW" of 3 children in which getrandom(2) kills.
import copy
import ctypes
import hashlib
import os
import pickle
import platform
import statistics
import struct
import sys

import numpy as np

from children import fork_child, in_children, say, wait_for

KINDS = [k for k in "MT19937 PCG64 PCG64DXSM Philox SFC64".split() if hasattr(np.random, k)]
bits = {kind: getattr(np.random, kind)() for kind in KINDS}
generators = {kind: np.random.Generator(getattr(np.random, kind)()) for kind in KINDS}
sequence = np.random.SeedSequence()
legacy = np.random.RandomState()
legacy.normal()  # and keeps a second one
legacy_bits = legacy._bit_generator
bound = generators["SFC64"].standard_normal
held_capsule = np.random.PCG64()
capsules = [held_capsule.capsule]
held_address = np.random.PCG64()
address = held_address.ctypes
global_bits = np.random.mtrand._rand._bit_generator


def shuffled(generator):
    deck = list(range(60))
    generator.shuffle(deck)
    return deck


def of_generators(use):
    return lambda: [use(generator) for generator in generators.values()]


def of_bits(use, but=""):
    return lambda: [use(one) for kind, one in bits.items() if kind != but]


# Each gives a list of things of which none may be another child's.
ways = {
    "draw": of_generators(lambda g: g.random()),
    "integers": of_generators(lambda g: g.integers(2**62)),
    "choice": of_generators(lambda g: g.choice(2**62)),
    "shuffle": of_generators(shuffled),
    "permutation": of_generators(lambda g: g.permutation(60).tolist()),
    "bytes": of_generators(lambda g: g.bytes(16)),
    "bound-method": lambda: [bound()],
    "raw": of_bits(lambda b: b.random_raw()),
    "state": of_bits(lambda b: b.state),
    "get-state": of_bits(lambda b: b.__getstate__()),
    "jumped": of_bits(lambda b: b.jumped().random_raw(), but="SFC64"),
    "advanced": lambda: [(bits["PCG64"].advance(3), bits["PCG64"].random_raw())[1]],
    "pickled": of_generators(pickle.dumps),
    "pickled-bits": of_bits(lambda b: pickle.loads(pickle.dumps(b)).random_raw()),
    "copied": of_generators(lambda g: copy.deepcopy(g).random()),
    "held-anew": of_bits(lambda b: np.random.Generator(b).random()),
    "held-by-RandomState": of_bits(lambda b: np.random.RandomState(b).random_sample()),
    "ctypes": of_bits(lambda b: b.ctypes.next_uint64(b.ctypes.state)),
    "old-ctypes": lambda: [address.next_uint64(address.state)],
    "old-capsule": lambda: [np.random.Generator(held_capsule).random()],
    "spawned": lambda: [sequence.spawn(1)[0].generate_state(4).tolist()],
    "sequence-state": lambda: [sequence.generate_state(4).tolist()],
    "sequence-pool": lambda: [sequence.pool.tolist()],
    "sequence-key": lambda: [sequence.spawn_key],
    "sequence-pickled": lambda: [pickle.dumps(sequence)],
    "sequence-copied": lambda: [copy.deepcopy(sequence).pool.tolist()],
    "seeded-by-it": lambda: [np.random.default_rng(sequence).random()],
    "its-sequence": of_generators(
        lambda g: g.bit_generator._seed_seq.spawn(1)[0].generate_state(2).tolist()
    ),
    "RandomState": lambda: [legacy.random_sample()],
    "RandomState-gauss": lambda: [legacy.normal()],
    "RandomState-state": lambda: [legacy.get_state()[1].tolist()],
    "RandomState-pickled": lambda: [pickle.dumps(legacy)],
    "RandomState-bits-gauss": lambda: [(legacy_bits.random_raw(), legacy.normal())[1]],
    "np.random": lambda: [np.random.random()],
    "np.random-state": lambda: [np.random.get_state()[1].tolist()],
    "np.random-bits": lambda: [global_bits.random_raw()],
}


def short(value):
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


def child(label, way):
    for number, value in enumerate(ways[way]()):
        say("%s-%d" % (label, number), short(value))


def grandchild(way):
    ways[way]()
    wait_for([fork_child(child, "again-" + way, way)])


def names():
    for way in ways:
        for number in range(len(ways[way]())):
            print("%s-%d" % (way, number), "again-%s-%d" % (way, number))


def faults_of_a_child():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return os.wait4(pid, 0)[2].ru_minflt


def faults(count):
    kept = [np.random.default_rng() for _ in range(count)]
    print("faults", statistics.median([faults_of_a_child() for _ in range(30)][10:]))
    kept.clear()


def enter_sandbox():
    """A filter of one system call, by prctl(2): what is not it goes on."""
    getrandom = 318 if platform.machine() == "x86_64" else 278
    load, is_it, kill, allow = 0x20, 0x15, 0x80000000, 0x7FFF0000
    steps = [(load, 0, 0, 0), (is_it, 0, 1, getrandom), (6, 0, 0, kill), (6, 0, 0, allow)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    libc = ctypes.CDLL(None)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, program, 0, 0):
        sys.exit("no filter")


def sandboxed():
    enter_sandbox()
    say("np.random", *np.random.random(4), *generators["PCG64"].random(4))


def main():
    for way in ways:
        in_children(3, child, way, way)
        in_children(3, grandchild, way)


if __name__ == "__main__":
    if sys.argv[1:] == ["names"]:
        names()
    elif sys.argv[1:2] == ["faults"]:
        faults(int(sys.argv[2]))
    elif sys.argv[1:] == ["sandboxed"]:
        in_children(3, sandboxed)
    else:
        main()
