# SPDX-License-Identifier: MIT
# Promise 3: a parent that draws in many ways from many generators, and forks in between.
# Prints digests of what it drew, so that two runs can be compared. Usage: parent.py
# [disturbed]: one draw more from one of them at every fork, which must show.
import concurrent.futures
import copy
import hashlib
import multiprocessing
import os
import pickle
import random
import subprocess
import sys
import threading

import numpy as np

from children import in_children

np.random.seed(1)
random.seed(1)
generators = [
    np.random.Generator(getattr(np.random, name)(3))
    for name in "MT19937 PCG64 PCG64DXSM Philox SFC64".split()
    if hasattr(np.random, name)  # PCG64DXSM is of NumPy 1.21
]
legacy = [np.random.mtrand._rand, np.random.RandomState(2), np.random.RandomState(np.random.SFC64(4))]
pythons = [random._inst, random.Random(5)]
fresh = [np.random.default_rng(), np.random.RandomState(), random.Random(), np.random.SeedSequence()]


def add(digest, value):
    digest.update(value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode())


def draw_new(digest, rng):
    for draw in (rng.random, rng.standard_normal, rng.standard_exponential):
        add(digest, draw(3))
        add(digest, draw(dtype=np.float32))
    for kind in (bool, np.int8, np.uint16, np.int32, np.uint32, np.int64):
        add(digest, rng.integers(0, np.iinfo(kind).max if kind != bool else 2, dtype=kind))
    add(digest, rng.permutation(10))
    add(digest, rng.choice(100, 5, replace=False))
    add(digest, rng.gamma(2.0, size=3))
    add(digest, rng.poisson(20, 3))
    add(digest, rng.bytes(7))
    add(digest, str(rng.bit_generator.state))


def draw_legacy(digest, rng):
    for draw in (rng.random_sample, rng.normal, rng.standard_exponential, rng.standard_cauchy):
        add(digest, draw(size=3))
    for kind in (bool, np.int8, np.uint16, np.int32, np.uint32, np.int64):
        add(digest, rng.randint(0, np.iinfo(kind).max if kind != bool else 2, dtype=kind))
    add(digest, rng.permutation(10))
    add(digest, rng.binomial(100, 0.3, 3))
    add(digest, rng.bytes(5))
    add(digest, str(rng.get_state(legacy=False)))


def draw_python(digest, rng):
    add(digest, [rng.random(), rng.gauss(0, 1), rng.getrandbits(77), rng.randrange(10**9)])
    add(digest, rng.sample(range(1000), 7))
    add(digest, rng.getstate())


def draw_all():
    digest = hashlib.sha256()
    for rng in generators:
        draw_new(digest, rng)
    for rng in legacy:
        draw_legacy(digest, rng)
    for rng in pythons:
        draw_python(digest, rng)
    return digest.hexdigest()[:16]


def state_of(rng):
    if isinstance(rng, np.random.Generator):
        return rng.bit_generator.state, copy.deepcopy(rng).random(3)
    if isinstance(rng, np.random.RandomState):
        return rng.get_state(legacy=False), copy.deepcopy(rng).random_sample(3)
    if isinstance(rng, random.Random):
        return rng.getstate(), copy.deepcopy(rng).random()
    return rng.state, pickle.dumps(rng)


def child():
    draw_all()
    for rng in fresh:
        state_of(rng)


def fork_in_thread():
    thread = threading.Thread(target=in_children, args=(2, child))
    thread.start()
    thread.join()


def pool():
    with multiprocessing.get_context("fork").Pool(2) as workers:
        workers.map(abs, range(4))


def executor():
    context = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as workers:
        list(workers.map(abs, range(4)))


def run_program():
    subprocess.run(["true"], check=True)
    subprocess.run(["true"], check=True, preexec_fn=int)
    os.system("true")


def failing_fork():
    try:
        os.posix_spawn("/nonexistent", ["x"], {})
    except OSError as error:
        print("posix_spawn:", error.errno)


if __name__ == "__main__":
    print("start", draw_all())
    for way in (lambda: in_children(3, child), fork_in_thread, pool, executor, run_program, failing_fork):
        before = [repr(state_of(rng)) for rng in fresh]
        way()
        if "disturbed" in sys.argv:
            random.random(), fresh[0].random()
        after = [repr(state_of(rng)) for rng in fresh]
        print(way.__name__, draw_all(), "fresh ones as before:", before == after)
    print("modules", hashlib.sha256(" ".join(sorted(sys.modules)).encode()).hexdigest()[:16])
    print("threads", threading.active_count(), "files", len(os.listdir("/proc/self/fd")))
    for thing in (*generators, *legacy, *pythons, *fresh):
        kind = type(thing)
        print(kind.__name__, type(kind.__init__), kind.__mro__, kind.__basicsize__, len(dir(thing)))
