# SPDX-License-Identifier: MIT
# One generator of every kind that the settings name, in 8 forked children: "KIND DRAW ...".
# The parent has drawn from all. Usage: kinds.py.
import ctypes

from children import in_children, say
from hosted import report

libc = ctypes.CDLL(None)
libc.random.restype = ctypes.c_long
libc.random()


def child():
    report()
    say("libc", *(libc.random() for _ in range(4)))


if __name__ == "__main__":
    in_children(8, child)
