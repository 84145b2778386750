#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Eight tasks in a multiprocessing.Pool of eight workers, each drawing three numbers from
# NumPy's global generator: a line per task. Knows nothing of forkseed.
import multiprocessing

import numpy as np
import numpy.random  # NumPy 2 imports it at its first use, which may be a child's

WORKERS = 8
forking = multiprocessing.get_context("fork")
everyone = forking.Barrier(WORKERS)


def draw(_task):
    everyone.wait(20)  # so that each worker takes one task
    return np.random.randint(10000, 100000, 3)


if __name__ == "__main__":
    with forking.Pool(WORKERS) as pool:
        for numbers in pool.map(draw, range(WORKERS), chunksize=1):
            print(*numbers)
