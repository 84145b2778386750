# SPDX-License-Identifier: MIT
# Forks with the stand-in for NumPy, whatever is odd about it (STUB). Prints "child ..." for
# each of 4 children, "parent ..." and the types of exceptions. Usage: stubbed.py.
import os
import sys

from numpy.random import mtrand


def draw():
    try:
        return getattr(mtrand, "random_sample", int)()
    except Exception as error:
        return type(error)


for _ in range(4):
    if os.fork() == 0:
        os.write(1, ("child %r %r\n" % (draw(), draw())).encode())
        os._exit(0)
    os.wait()
print("parent %r %r %r" % (draw(), draw(), sys.exc_info()))
