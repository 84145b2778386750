# SPDX-License-Identifier: MIT
"""The arithmetic of scripts/collisions against simulations: seeds drawn at random and counted, and
places on drand48's one cycle. Prints a line for each, with how far off it is in standard deviations;
`collisions.py long` adds 10^8 children with 48 bits (1 GB, half a minute)."""
import importlib.machinery
import importlib.util
import math
import os
import sys

import numpy as np

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../scripts/collisions")
loader = importlib.machinery.SourceFileLoader("collisions", path)
arithmetic = importlib.util.module_from_spec(importlib.util.spec_from_loader("collisions", loader))
loader.exec_module(arithmetic)
rng = np.random.default_rng(2026)
MULTIPLIER, INCREMENT, MASK = 0x5DEECE66D, 11, 2**48 - 1


def equal_pairs(children, bits):
    """How many pairs of them drew one seed (three that did are three), and how many children are in one."""
    drawn = rng.integers(2**bits, size=children, dtype=np.uint64)
    drawn.sort()
    ends = np.flatnonzero(np.concatenate(([True], drawn[1:] != drawn[:-1], [True])))
    sizes = np.diff(ends)
    return int((sizes * (sizes - 1) // 2).sum()), int(sizes[sizes > 1].sum())


def told(name, seen, expected, deviation):
    off = abs(seen - expected) / deviation
    print("%s %s: %d, expected %.1f, %.1f deviations" % ("ok" if off < 4 else "FAIL", name, seen, expected, off))


def chances(children, bits, trials):
    chance = arithmetic.chance(children, bits)
    seen = sum(equal_pairs(children, bits)[0] > 0 for _ in range(trials))
    told("runs of %d with a pair among %d children, %d bits" % (trials, children, bits), seen,
         trials * chance, math.sqrt(trials * chance * (1 - chance)))


def counts(children, bits):
    pairs, shared = equal_pairs(children, bits)
    expected = arithmetic.pairs(children, bits)
    told("pairs among %d children, %d bits" % (children, bits), pairs, expected, math.sqrt(expected))
    expected = arithmetic.shared(children, bits)
    told("children in one", shared, expected, 2 * math.sqrt(expected / 2))


def places(states):
    """How many steps of drand48's generator lead from 0 to each state: bit after bit, since 2^k steps leave
    the k lowest bits as they are."""
    at, steps = np.zeros_like(states), np.zeros_like(states)
    multiplier, increment = MULTIPLIER, INCREMENT
    for bit in range(48):
        differs = ((at ^ states) >> np.uint64(bit)) & np.uint64(1) == 1
        at = np.where(differs, (at * np.uint64(multiplier) + np.uint64(increment)) & np.uint64(MASK), at)
        steps = np.where(differs, steps | np.uint64(1 << bit), steps)
        increment = increment * (multiplier + 1) & MASK
        multiplier = multiplier * multiplier & MASK
    assert (at == states).all()
    return steps


def overlaps(children, draws):
    """Pairs of which the one draws what the other has drawn."""
    at = np.sort(places(rng.integers(2**48, size=children, dtype=np.uint64)))
    near = int((np.searchsorted(at, at + np.uint64(draws)) - np.arange(children) - 1).sum())
    expected = children * (children - 1.0) * draws / 2**48
    told("pairs that overlap on drand48's cycle, %d children, %d draws" % (children, draws), near,
         expected, math.sqrt(expected))


state = 0
for steps in range(300):
    assert steps % 100 or places(np.array([state], dtype=np.uint64)) == [steps]
    state = (state * MULTIPLIER + INCREMENT) & MASK
chances(20000, 31, 200)
chances(65536, 32, 100)
counts(1000000, 31)
counts(1000000, 32)
overlaps(100000, 1000000)
if "long" in sys.argv:
    chances(10000, 31, 20000)
    chances(10000, 32, 20000)
    counts(50000000, 31)
    counts(50000000, 32)
    counts(100000000, 48)
