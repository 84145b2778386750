# SPDX-License-Identifier: MIT
# Programs with NumPy that fork, each with a verdict in numpy.sh: usage: draws.py CASE. Hazards
# print "CASE DRAW ..." for each child, so that the bare run shows that they repeat.
import copy
import ctypes
import multiprocessing
import os
import pickle
import random
import sys
import threading
import time

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../python"))
from children import in_children, say  # noqa: E402

case = sys.argv[1]
CHILDREN = 3
multi = multiprocessing.get_context("fork")
# PCG64DXSM is of NumPy 1.21.
BITS = {
    kind: getattr(np.random, kind)
    for kind in "MT19937 PCG64 PCG64DXSM Philox SFC64".split()
    if hasattr(np.random, kind)
}


def tell(*draws):
    say(case, *draws)


def children(task, count=CHILDREN):
    in_children(count, task)


# Hazards: np.random.


def stream():
    children(lambda: tell(np.random.random()))


def stream_seeded():
    np.random.seed(42)
    children(lambda: tell(np.random.random()))


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


def slow(_):
    time.sleep(0.3)
    return os.getpid(), np.random.random()


def joblib_with(backend):
    import joblib

    drawn = joblib.Parallel(n_jobs=2, backend=backend)(joblib.delayed(slow)(i) for i in range(4))
    for _, value in drawn:
        tell(value)


def joblib_fork():
    joblib_with("multiprocessing")


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


# Hazards: objects.


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


# Hazards: Python's own.


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


# Innocents.


def python_module():
    random.seed(42)
    children(lambda: tell(random.random(), random.shuffle(list(range(9)))))


def python_innocent():
    rng, one = random.Random(), random.Random(42)

    def child(number):
        rng.seed(number)
        tell(rng.random(), random.Random().random(), random.SystemRandom().random())
        if number == 0:
            tell(one.random())

    for number in range(CHILDREN):
        in_children(1, child, number)


def no_draw():
    rng = np.random.default_rng()
    children(lambda: tell(rng.bit_generator.state["bit_generator"], np.random.get_state()[0]))


def no_fork():
    np.random.seed(42)
    tell(np.random.random(), np.random.default_rng(1).random())


def seeds_itself():
    rng, legacy = np.random.default_rng(), np.random.RandomState()

    def child():
        np.random.seed()
        legacy.seed(os.getpid())
        rng.bit_generator.state = np.random.PCG64().state
        tell(np.random.random(), legacy.random_sample(), rng.random(), np.random.normal())

    children(child)


def sets_state():
    def child():
        np.random.set_state(np.random.RandomState(os.getpid()).get_state())
        tell(np.random.random())

    children(child)


def initializer():
    with multi.Pool(CHILDREN, np.random.seed) as workers:
        for _, value in workers.map(slow, range(CHILDREN), chunksize=1):
            tell(value)


def own_generators():
    def child():
        tell(np.random.default_rng().random(), np.random.RandomState(os.getpid()).rand())
        if hasattr(np.random, "set_bit_generator"):  # NumPy 1.24
            np.random.set_bit_generator(np.random.PCG64())
            np.random.random()

    children(child)


def made_again():
    """An inherited object whose __init__() runs again."""
    rng = np.random.RandomState()

    def child():
        rng.__init__()
        tell(rng.random_sample())

    children(child)


def one_child_of_a_seed():
    rng = np.random.default_rng(42)
    children(lambda: tell(*rng.random(3)), 1)


def seeds_apart():
    """Each child takes another object, or the parent goes on between the forks."""
    several = [np.random.default_rng(seed) for seed in range(CHILDREN)]
    going_on = np.random.default_rng(42)
    for rng in several:
        in_children(1, lambda: tell(rng.random(), going_on.random()))
        going_on.random()


def with_seed(seed):
    return np.random.RandomState(seed).random_sample() + np.random.default_rng(seed).random()


def task_seeds():
    with multi.Pool(CHILDREN) as workers:
        tell(*workers.map(with_seed, range(30), chunksize=2))


def use(rng):
    return rng.random()


def pickled():
    """A task's argument: each worker unpickles an object of its own."""
    with multi.Pool(CHILDREN) as workers:
        tell(*workers.map(use, [np.random.default_rng() for _ in range(4)], chunksize=1))


def loky():
    joblib_with("loky")


def threads():
    joblib_with("threading")


def spawn():
    with multiprocessing.get_context("spawn").Pool(2) as workers:
        for _, value in workers.map(slow, range(2)):
            tell(value)


# No harm.


def functions_of(thing):
    """The four words behind the pointer to the state: where an object's draws lead."""
    bits = thing if isinstance(thing, tuple(BITS.values())) else thing._bit_generator
    size = type(thing).__basicsize__ // ctypes.sizeof(ctypes.c_void_p)
    words = (ctypes.c_void_p * size).from_address(id(thing))[:]
    (at,) = [i for i in range(2, size - 4) if words[i] == bits.ctypes.state_address]
    return words[at + 1 : at + 5]


def objects_of(bits):
    return bits, np.random.Generator(bits), np.random.RandomState(bits)


def put_back():
    """Of three inherited objects a kind, how many lead where new ones do: before a draw, and after."""
    inherited = {kind: objects_of(BITS[kind]()) for kind in BITS}

    def count():
        return sum(
            functions_of(one) == functions_of(other)
            for kind in BITS
            for one, other in zip(inherited[kind], objects_of(BITS[kind]()))
        )

    def child():
        before = count()
        for _, rng, _ in inherited.values():
            rng.random()
        tell("in a child", before, count())

    tell("in the parent", count())
    children(child, 1)
    tell("in the parent", count())


def copies():
    """Copies made in a child before its first draw: by pickle, copy and jumped()."""
    inherited = {kind: objects_of(BITS[kind](7))[1:] for kind in BITS}

    def child():
        for things in inherited.values():
            for thing in things:
                made = pickle.loads(pickle.dumps(thing)), copy.copy(thing), copy.deepcopy(thing)
                tell(*(other.uniform() for other in made))
        for generator, legacy in inherited.values():
            if hasattr(generator.bit_generator, "jumped"):
                tell(np.random.Generator(generator.bit_generator.jumped()).random())
            tell(generator.random(), legacy.normal(), generator.integers(99), legacy.tomaxint())

    children(child, 1)
    child()


def churn():
    """Threads that draw, make and free objects on the same bit generators, all at once."""
    bits = [np.random.PCG64() for _ in range(200)]
    rngs = [[np.random.Generator(b) for _ in range(9)] for b in bits]

    def work(start):
        start.wait()
        for several in rngs:
            made = np.random.Generator(several[0].bit_generator)
            several.pop()
            several[0].random(3)
            several.pop()
            made.random()

    def child():
        start = threading.Barrier(4)
        workers = [threading.Thread(target=work, args=(start,)) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        children(lambda: [several[0].random() for several in rngs], 1)
        rngs.clear()
        bits.clear()
        tell("ended")

    children(child, 10)


def parent():
    """What the parent draws between and after its forks."""
    np.random.seed(3)
    rngs = [rng for kind in BITS for rng in objects_of(BITS[kind](5))[1:]]
    for _ in range(3):
        in_children(1, np.random.random)
        tell(np.random.normal(), *(rng.uniform() for rng in rngs))


if __name__ == "__main__":
    globals()[case]()
