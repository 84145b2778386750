# SPDX-License-Identifier: MIT
# Usage: forkserver.py main|preload g|np|r|random [draw]: a draw of each of 8 of a forkserver's
# processes, whose generators are this file's: imported anew in each of them, or by the server itself.
import multiprocessing
import random
import sys

import numpy

generator = numpy.random.default_rng()
own = random.Random()
DRAWS = {"g": generator.random, "np": numpy.random.random, "r": own.random, "random": random.random}


def work(kind, results):
    results.put(DRAWS[kind]())


def main(way, kind):
    context = multiprocessing.get_context("forkserver")
    worker = work
    if way == "preload":
        context.set_forkserver_preload(["forkserver"])
        worker = __import__("forkserver").work
    results = context.Queue()
    if sys.argv[3:] == ["draw"]:
        for draw in DRAWS.values():
            draw()
    workers = [context.Process(target=worker, args=(kind, results)) for i in range(8)]
    for process in workers:
        process.start()
    for process in workers:
        print(results.get())
        process.join()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
