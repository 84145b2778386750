# SPDX-License-Identifier: MIT
# Usage: pools.py loky|multiprocessing|boundmethod [draw]: 8 draws of joblib's workers, or of a Pool's,
# whose task has a generator with it. A forked worker draws when all 8 have begun: none draws twice.
import multiprocessing
import os
import sys
import tempfile
import time

import numpy


class Seeded:
    def __init__(self):
        self.generator = numpy.random.default_rng()

    def draw(self, index):
        return self.generator.random()


def draw_by_name(way, folder):
    if way == "multiprocessing":
        wait_for_all(folder)
    return numpy.random.random()


def wait_for_all(folder):
    open(os.path.join(folder, str(os.getpid())), "w").close()
    end = time.monotonic() + 60
    while len(os.listdir(folder)) < 8 and time.monotonic() < end:
        time.sleep(0.01)


def main(way):
    seeded = Seeded()
    if sys.argv[2:] == ["draw"]:
        numpy.random.random()
        seeded.draw(0)
    if way == "boundmethod":
        with multiprocessing.Pool(8) as pool:
            print(*pool.map(seeded.draw, range(8), chunksize=1), sep="\n")
        return
    import joblib

    with tempfile.TemporaryDirectory() as folder:
        tasks = (joblib.delayed(draw_by_name)(way, folder) for i in range(8))
        print(*joblib.Parallel(n_jobs=8, backend=way, batch_size=1, pre_dispatch="all")(tasks), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1])
