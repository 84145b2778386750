# SPDX-License-Identifier: MIT
# Interleaves draws through the process's own symbols (ctypes.CDLL(None)) with draws from
# libc's own functions, and prints the sequence. Run by direct-python.sh.
import ctypes

ours, libc = ctypes.CDLL(None), ctypes.CDLL("libc.so.6")
short = ctypes.c_ushort
for table in ours, libc:
    table.random.restype = table.lrand48.restype = table.mrand48.restype = ctypes.c_long
    table.initstate.restype = table.setstate.restype = ctypes.c_void_p
    table.drand48.restype = ctypes.c_double
    table.initstate.argtypes = [ctypes.c_uint, ctypes.c_void_p, ctypes.c_size_t]
    table.setstate.argtypes = [ctypes.c_void_p]
    table.srand48.argtypes = [ctypes.c_long]

array = ctypes.create_string_buffer(256)
previous = None


def seed(table, turn):
    global previous
    kind = turn % 6
    if kind == 0:
        table.srandom(turn)
    elif kind == 1:
        old = table.initstate(turn, array, (8, 32, 64, 128, 256)[turn // 6 % 5])
        previous = previous or old
    elif kind == 2:
        table.srand48(turn)
    elif kind == 3:
        table.seed48((short * 3)(turn, 2 * turn, 3))
    elif kind == 4:
        table.lcong48((short * 7)(1, 2, turn, 5, 6, 7, 11))
    elif previous:
        table.setstate(previous)


for turn in range(300):
    seed((ours, libc)[turn // 6 % 2], turn)
    print([table.random() for table in (ours, libc) * 20])
    print([table.rand() for table in (libc, ours) * 3])
    print([f() for f in (ours.lrand48, libc.mrand48, ours.drand48, libc.drand48)])
