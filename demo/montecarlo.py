#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Estimates pi by throwing points at a square, as montecarlo.c does, with eight workers of a
# multiprocessing.Pool and NumPy's global generator. Knows nothing of forkseed.
# Usage: montecarlo.py POINTS-PER-WORKER FILE; FILE is for draw.c (point.h). Exits with 0 when
# all points differ, 1 when workers threw the same ones.
import math
import multiprocessing
import sys

import numpy as np
import numpy.random  # NumPy 2 imports it at its first use, which may be a child's

WORKERS, ROUNDS = 8, 60

forking = multiprocessing.get_context("fork")
everyone = forking.Barrier(WORKERS)


def throw(count):
    everyone.wait(20)  # so that no worker takes two tasks of a round
    return np.random.random((count, 2))


def estimate(points):
    return 4 * np.mean((points**2).sum(axis=1) < 1)


def claimed_error(count):
    return math.sqrt(math.pi * (4 - math.pi) / count)


def save(path, first_round, estimates):
    with open(path, "w", encoding="ascii") as out:
        for worker, points in enumerate(first_round):
            out.writelines(f"{worker} {x:.15f} {y:.15f}\n" for x, y in points)
        out.writelines(f"pi {value:.15f}\n" for value in estimates)


def report(first_round, estimates):
    """Prints what they say; returns how many points are repeated."""
    points = np.concatenate(first_round)
    distinct = len(np.unique(points, axis=0))
    real = np.sqrt(np.mean((np.array(estimates) - math.pi) ** 2))
    for worker, (x, y) in enumerate(p[0] for p in first_round):
        print(f"worker {worker + 1}  first ({x:.4f}, {y:.4f})")
    print(f"pi is about {estimates[0]:.4f}")
    print(f"  the error it claims  +/- {claimed_error(len(points)):.3f}")
    print(f"  its error in {len(estimates)} runs +/- {real:.3f}")
    print(f"{len(points)} points, {distinct} different")
    return len(points) - distinct


def main(each, path):
    with forking.Pool(WORKERS) as pool:
        rounds = [pool.map(throw, [each] * WORKERS, chunksize=1) for _ in range(ROUNDS)]
    estimates = [estimate(np.concatenate(points)) for points in rounds]
    save(path, rounds[0], estimates)
    return 1 if report(rounds[0], estimates) else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2]))
