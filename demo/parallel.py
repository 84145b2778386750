#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Eight tasks on four workers of joblib's multiprocessing backend, each drawing five integers
# from NumPy's global generator: a line per task. Knows nothing of forkseed.
import os
import time

os.environ.setdefault("JOBLIB_START_METHOD", "fork")  # not the default since Python 3.14

import numpy as np
import numpy.random  # NumPy 2 imports it at its first use, which would be a worker's
from joblib import Parallel, delayed


def draw():
    time.sleep(0.1)  # the work: each worker takes some of the tasks
    return np.random.randint(1000, 10000, 5)


if __name__ == "__main__":
    work = Parallel(n_jobs=4, backend="multiprocessing", batch_size=1)
    for numbers in work(delayed(draw)() for _ in range(8)):
        print(*numbers)
