# SPDX-License-Identifier: MIT
# Subinterpreters that made random.Random() objects have ended; children of the main one then
# draw from its own. Prints "main DRAW ..." for each of 4 children.
import gc
import os
import random

try:
    import _interpreters as interpreters  # 3.13
except ImportError:
    import _xxsubinterpreters as interpreters

run = getattr(interpreters, "run_string", None) or interpreters.exec
for _ in range(3):
    other = interpreters.create()
    run(other, "import zlib, random, _ctypes\nmade = [random.Random() for _ in range(100)]")
    interpreters.destroy(other)
gc.collect()
import decimal  # opens a library in the main one

made = [random.Random() for _ in range(100)]
for _ in range(4):
    child = os.fork()
    if child == 0:
        os.write(1, ("main %r %r\n" % (made[0].random(), made[99].random())).encode())
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status:
        print("a child ended by", status)
os._exit(0)  # CPython 3.11's own end is not what is looked at
