# SPDX-License-Identifier: MIT
# A stand-in for numpy.random.mtrand, for Python 2.7 and later: a _rand with a lock and a
# seed() that takes a list of words. STUB names what is odd about it (layouts.sh).
import os
import random
import threading

odd = os.environ.get("STUB", "")


class Bits(object):
    def __init__(self):
        self.lock = threading.RLock() if odd == "rlock" else threading.Lock()


class RandomState(object):
    def __init__(self):
        self._bit_generator = Bits()
        self.numbers = random.Random(1)

    def seed(self, words):
        raises = {"ValueError": ValueError, "KeyboardInterrupt": KeyboardInterrupt}
        if odd in raises:
            raise raises[odd]("from seed()")
        if odd == "SystemExit":
            raise SystemExit(3)
        with self._bit_generator.lock:
            self.numbers.seed(repr([int(word) for word in words]))

    def random_sample(self):
        with self._bit_generator.lock:
            return self.numbers.random()


class Raising(object):
    def __getattribute__(self, name):
        raise RuntimeError("nothing to see")


_rand = RandomState()
seed = _rand.seed
random_sample = _rand.random_sample
if odd == "no _bit_generator":
    _rand.lock = _rand._bit_generator.lock
    random_sample = _rand.numbers.random
    del _rand._bit_generator
elif odd == "no lock":
    del _rand._bit_generator.lock
    random_sample = _rand.numbers.random
elif odd == "lock of another kind":
    _rand._bit_generator.lock = 42
    random_sample = _rand.numbers.random
elif odd == "_rand raises":
    _rand = Raising()
elif odd == "_rand is None":
    _rand = None
elif odd == "no _rand":
    del _rand
elif odd == "no seed":
    del RandomState.seed, seed
