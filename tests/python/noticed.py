# SPDX-License-Identifier: MIT
# What a program can see of our watching over its random.Random() objects, and what it pays.
# Usage: noticed.py seen | memory. `memory` prints how many kilobytes 100 000 objects take,
# with a seed and without.
import _ctypes  # a library is opened, so that we look
import gc
import random
import sys
import weakref

made = random.Random()


class Own(random.Random):
    __slots__ = ()


def seen():
    own, callbacks = Own(3), []
    for name, thing in ("made", made), ("module", random._inst), ("own", own):
        print(name, weakref.getweakrefcount(thing), sys.getrefcount(thing))
    reference = weakref.ref(own, callbacks.append)
    print(weakref.getweakrefs(own) == [reference])
    tracked = sum(isinstance(thing, weakref.ref) and thing() is made for thing in gc.get_objects())
    print("references", tracked)
    del own, thing
    print("freed", reference() is None, len(callbacks), gc.collect() >= 0, "gc" in sys.modules)
    for _ in range(2000):
        random.Random(), Own()


def kilobytes():
    with open("/proc/self/statm") as sizes:
        return int(sizes.read().split()[1]) * 4


def memory():
    for arguments in (1,), ():
        before = kilobytes()
        kept = [random.Random(*arguments) for _ in range(100_000)]
        print(kilobytes() - before)
        del kept


globals()[sys.argv[1]]()
