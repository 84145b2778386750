#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Generator objects made in the parent and drawn from in eight forked children: a line per
# child. Exits with 0 when all draws differ, 1 when some repeat. Knows nothing of forkseed.
import multiprocessing
import random
import sys

import numpy as np

CHILDREN = 8
modern = np.random.default_rng()
legacy = np.random.RandomState()
plain = random.Random()


def draw(results):
    results.put((modern.integers(10**9), legacy.randint(10**9), plain.randrange(10**9)))


def main():
    forking = multiprocessing.get_context("fork")
    results = forking.SimpleQueue()
    children = [forking.Process(target=draw, args=(results,)) for _ in range(CHILDREN)]
    for child in children:
        child.start()
    lines = [results.get() for _ in children]
    print("default_rng  RandomState    Random()")
    for line in lines:
        print("{:11d}{:13d}{:12d}".format(*line))
    distinct = sum(len(set(column)) for column in zip(*lines))
    print(f"{3 * CHILDREN} draws, {distinct} different")
    return 0 if distinct == 3 * CHILDREN else 1


if __name__ == "__main__":
    sys.exit(main())
