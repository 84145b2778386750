# SPDX-License-Identifier: MIT
# Libraries that draw from NumPy's global stream on their own account. Prints
# "LIBRARY DRAW ..." for each child. Usage: libraries.py LIBRARY...
import os
import sys
import time

import numpy as np

from children import in_children, say


def scipy():
    import scipy.stats

    frozen = scipy.stats.norm(0, 1)
    return lambda: [*frozen.rvs(size=3), *scipy.stats.gamma.rvs(2.0, size=2)]


def sklearn():
    from sklearn.utils import check_random_state, shuffle

    kept = check_random_state(None)
    return lambda: [*kept.random_sample(2), *check_random_state(None).rand(2), *shuffle(range(50))]


def pandas():
    import pandas

    series = pandas.Series(range(100_000))
    return lambda: series.sample(4)


def draw(_):
    time.sleep(0.02)
    return np.random.randint(0, 2**31, 5)


def joblib():
    os.environ["JOBLIB_START_METHOD"] = "fork"  # not the default since Python 3.14
    import joblib

    tasks = (joblib.delayed(draw)(i) for i in range(8))
    for values in joblib.Parallel(n_jobs=2, backend="multiprocessing")(tasks):
        say("joblib", *values)


if __name__ == "__main__":
    np.random.random()
    for library in sys.argv[1:]:
        if library == "joblib":
            joblib()
        else:
            drawn = globals()[library]()
            in_children(8, lambda: say(library, *drawn()))
