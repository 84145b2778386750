#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# numpy-draws.py create|fill parent|child COUNT: nanoseconds of making a generator object, or
# of filling an array, per double; the best of COUNT turns, in this process or in a forked
# child of it that drew before. Knows nothing of preload objects: bench/run compares.
import os
import sys
import time

import numpy as np

CREATED, DOUBLES = 1000, 1_000_000

array = np.empty(DOUBLES)
generator = np.random.default_rng()


def create():
    for _ in range(CREATED):
        np.random.default_rng()
    return CREATED


def fill():
    generator.random(out=array)
    return DOUBLES


def nanoseconds(work):
    start = time.perf_counter_ns()
    done = work()
    return (time.perf_counter_ns() - start) / done


def main(work, count):
    generator.random()
    print(f"{min(nanoseconds(work) for _ in range(count)):.4f}")


if __name__ == "__main__":
    child = os.fork() if sys.argv[2] == "child" else 0
    if child == 0:
        main({"create": create, "fill": fill}[sys.argv[1]], int(sys.argv[3]))
    else:
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
