# SPDX-License-Identifier: MIT
# Children that draw from what they inherited: bare, they repeat each other. Of several names
# each has a process of its own, which had NumPy imported for it, and its lines begin with it.
import ctypes
import os
import random
import sys
import threading

import numpy as np

from numpy_cases import BITS, CHILDREN, children, in_children, multi, tell


# np.random.


def stream():
    children(lambda: tell(np.random.random()))


def stream_seeded():
    np.random.seed(42)
    children(lambda: tell(np.random.random()))


def stream_seeded_often():
    for seed in range(100):
        np.random.seed(seed)
    children(lambda: tell(np.random.random()))


def same_seed():
    """A Pool's initializer does it, or the import of a program in forkserver's workers."""
    np.random.seed(1)

    def child():
        np.random.seed(42)
        tell(np.random.random())

    children(child)


def same_seed_of_numpy():
    children(lambda: (np.random.seed(np.int64(42)), tell(np.random.random())))


def temporary_seed():
    """A seed for a while, then the state that was, which is drawn from."""
    rng = np.random.default_rng()

    def child():
        mine, saved = rng.bit_generator.state, np.random.get_state()
        rng.bit_generator.state = np.random.PCG64(0).state
        np.random.seed(0)
        rng.random(), np.random.random()
        rng.bit_generator.state = mine
        np.random.set_state(saved)
        tell(rng.random(), np.random.random())

    children(child)


def meet_at(barrier):
    global met
    met = barrier


def meet(_):
    met.wait(60)
    tell(np.random.random())


def pool():
    with multi.Pool(CHILDREN, meet_at, (multi.Barrier(CHILDREN),)) as workers:
        workers.map(meet, range(CHILDREN), chunksize=1)


def process():
    workers = [multi.Process(target=lambda: tell(np.random.normal())) for _ in range(CHILDREN)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def joblib_fork():
    os.environ["JOBLIB_START_METHOD"] = "fork"  # not the default since Python 3.14
    import joblib

    meet_at(multi.Barrier(2))
    joblib.Parallel(n_jobs=2, backend="multiprocessing")(joblib.delayed(meet)(i) for i in range(2))


def grandchildren():
    """A child that draws, and then its child: each inherited a stream."""

    def child():
        np.random.random()
        children(lambda: tell(np.random.random()), 1)

    children(child, 2)


def idle_between():
    """The child in between draws nothing: its own child does."""
    children(lambda: children(lambda: tell(np.random.random()), 1))


def many():
    children(lambda: tell(np.random.random()), 70)


def in_thread():
    def child():
        thread = threading.Thread(target=lambda: tell(*np.random.random(1000)[:3]))
        thread.start()
        thread.join()

    children(child)


def scipy_stats():
    import scipy.stats

    children(lambda: tell(scipy.stats.norm.rvs()))


# Objects.


def default_rng():
    rng = np.random.default_rng()
    children(lambda: tell(rng.random()))


def random_state():
    rng = np.random.RandomState()
    children(lambda: tell(rng.random_sample()))


def kinds():
    """Each bit generator: by a Generator, a RandomState, itself; one place for each."""
    all_of_them = []
    for bits in BITS.values():
        all_of_them.append(np.random.Generator(bits()).random)
        all_of_them.append(np.random.RandomState(bits()).random_sample)
        all_of_them.append(bits().random_raw)
    children(lambda: tell(*[draw() for draw in all_of_them]), 2)


def both_of_one():
    """Two objects on one bit generator: one stream."""
    bits = np.random.PCG64()
    one, other = np.random.Generator(bits), np.random.RandomState(bits)
    children(lambda: tell(other.random_sample(), one.random(), bits.random_raw()))


def own_class():
    class Own(np.random.Generator):
        pass

    rng = Own(np.random.Philox())
    children(lambda: tell(rng.random()))


def wrapped_in_child():
    """A Generator made in the child, around what it inherited."""
    bits = np.random.SFC64()
    children(lambda: tell(np.random.Generator(bits).random(), np.random.RandomState(bits).rand()))


def set_in_child():
    bits = np.random.PCG64()

    def child():
        np.random.set_bit_generator(bits)
        tell(np.random.random(), np.random.random())

    children(child)


def by_ctypes():
    """As numba does: by the functions' addresses, which are asked for in the child."""
    bits = np.random.PCG64()

    def child():
        draw = bits.ctypes
        tell(draw.next_double(draw.state), draw.next_uint64(draw.state))

    children(child)


def shared_seed():
    rng = np.random.default_rng(42)
    children(lambda: tell(rng.random()))


def shared_state():
    rng = np.random.RandomState()
    rng.set_state(rng.get_state())
    children(lambda: tell(rng.random_sample()))


# Python's own.


def python_object():
    rng = random.Random()
    children(lambda: tell(rng.gauss(0, 1), rng.randrange(10**9)))


def python_bits():
    rng = random.Random()
    children(lambda: tell(rng.getrandbits(64)))


def python_shared_seed():
    rng = random.Random(42)
    children(lambda: tell(rng.random()))


def python_module_behind():
    """Where the program forks behind CPython's back, it can't reseed."""
    in_children(CHILDREN, lambda: tell(random.random()), fork=ctypes.PyDLL(None).fork)


def apart(name):
    ours, theirs = os.pipe()
    if os.fork() == 0:
        os.dup2(theirs, 1)
        os.close(ours)
        globals()[name]()
        sys.stdout.flush()
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as lines:
        for line in lines:
            print(name, line, end="", flush=True)
    os.wait()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        apart(name) if len(sys.argv) > 2 else globals()[name]()
