# SPDX-License-Identifier: MIT
# Python programs whose children draw from libc's random(). Each fork and draw tells its
# frames (told.py), on the same line. Standard library only. Usage: scripts.py CASE [ARGUMENT].
import ctypes
import gc
import os
import signal
import struct
import sys
import threading

from told import tell, tell_forks

libc, locked = ctypes.CDLL(None), ctypes.PyDLL(None)


def draw():
    return tell("draw", libc.random())


def in_child(run=draw, fork=os.fork):
    if not tell("fork", fork()):
        try:
            run()
        finally:
            os._exit(sys.exc_info()[0] is not None)
    status = os.wait()[1]
    if status:
        print("status", status, flush=True)


def plain():
    in_child()


def quiet():
    """Nobody asked Python for its frames before."""
    if not os.fork():  # FORK
        libc.random()  # DRAW
        os._exit(0)
    os.wait()



def work(_):
    return draw() * 0


def pool():
    import multiprocessing

    tell_forks()
    with multiprocessing.get_context("fork").Pool(2) as workers:
        workers.map(work, range(4), 1)


def process():
    import multiprocessing

    tell_forks()
    worker = multiprocessing.get_context("fork").Process(target=draw)
    worker.start()
    worker.join()


def threads():
    """Others run meanwhile, with and without the interpreter's lock."""
    end = threading.Event()

    def spin():
        while not end.is_set():
            sum(range(100))

    others = [threading.Thread(target=spin) for _ in range(2)]
    others.append(threading.Thread(target=end.wait))
    for other in others:
        other.start()
    forking = threading.Thread(target=in_child)
    forking.start()
    forking.join()
    end.set()


def generator():
    def numbers():
        yield 1
        yield draw()

    def chained():
        yield from numbers()

    in_child(lambda: list(chained()))


def coroutine():
    import asyncio

    async def inner():
        await asyncio.sleep(0)
        return draw()

    async def outer():
        return await asyncio.gather(inner(), inner())

    in_child(lambda: asyncio.run(outer()))


def deep(depth=300):
    if depth:
        return deep(depth - 1)
    return in_child(lambda: deeper(300))


def deeper(depth):
    return deeper(depth - 1) if depth else draw()


def string():
    exec("def from_text():\n\n    in_child(draw)\nfrom_text()", globals())
    exec(compile("in_child(lambda: draw())", "<string>", "exec"), globals())


def callbacks():
    """C calls Python calls C: a mark lies between the frames."""

    class Key:
        def __lt__(self, other):
            return draw() < 0

    def sort():
        return sorted([Key(), Key()])

    callback = ctypes.CFUNCTYPE(ctypes.c_int)(lambda: len(list(map(work, [1]))))
    in_child(sort)
    in_child(callback)
    in_child(lambda: max([1, 2], key=lambda _: sorted([1], key=work)))


def destructor():
    """Where a frame ends, and its locals with it."""

    class Held:
        def __del__(self):
            in_child()

    def ends():
        held = Held()
        return [held, sys.exc_info()][:0]

    ends()


def handler():
    def draws(*_):
        draw()

    signal.signal(signal.SIGUSR1, draws)
    in_child(lambda: signal.raise_signal(signal.SIGUSR1))


def watched():
    """With a profiler and a tracer at work."""
    sys.setprofile(lambda *_: None)
    sys.settrace(lambda *_: lambda *_: None)
    plain()
    sys.settrace(None)
    sys.setprofile(None)


def from_c():
    """Python is not told of these forks; the interpreter's lock is held, and is not."""
    in_child(fork=locked.fork)
    in_child(fork=libc.fork)


def grandchildren():
    in_child(lambda: in_child(lambda: in_child()))


def unseen():
    """No hook sees this fork."""
    SYS_FORK = {"x86_64": 57}.get(os.uname().machine)
    in_child(fork=lambda: libc.syscall(SYS_FORK) if SYS_FORK else os.fork())


def seeds():
    def seed():
        tell("draw", libc.srandom(42))

    in_child(seed)
    in_child(seed)


def lines():
    """A call over several lines is where its name is."""
    if not (
        os.fork(  # FORK OF SEVERAL
        )
    ):
        (
            libc.random(  # DRAW OF SEVERAL
            )
        )
        os._exit(0)
    os.wait()


def many():
    """Two places that fork, by turns; two that draw."""
    for i in range(int(sys.argv[2])):
        if i % 2:
            quiet()
        else:
            in_child(lambda: libc.random())


def names():
    """A file and a function that are not ASCII."""
    with open(sys.argv[2], encoding="utf-8") as file:
        exec(compile(file.read(), sys.argv[2], "exec"), globals())


def audited():
    """An audit hook (PEP 578) tells all that it is told."""
    events = []
    sys.addaudithook(lambda event, arguments: events.append(event))
    for _ in range(3):
        quiet()
    print(len(events), sorted(set(events)))


def filtered():
    """A sandbox that kills on a system call by which memory can be asked whether it is there:
    what a child draws is told without one."""
    numbers = {"x86_64": 14, "aarch64": 135}

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]

    number = numbers[os.uname().machine]
    code = struct.pack("HBBI" * 4, 0x20, 0, 0, 0, 0x15, 0, 1, number, 6, 0, 0, 0, 6, 0, 0, 0x7FFF0000)
    text = ctypes.create_string_buffer(code, len(code))

    def enter():
        program = Program(4, ctypes.addressof(text))
        assert not libc.prctl(38, 1, 0, 0, 0)
        assert not libc.prctl(22, 2, ctypes.byref(program), 0, 0)

    def draws():
        enter()
        draw()

    def asks():
        enter()
        signal.pthread_sigmask(signal.SIG_BLOCK, [])

    in_child(draws)
    in_child(asks)


def interrupted():
    """A signal handler in C seeds, wherever the interpreter is."""
    alarm = ctypes.CDLL(sys.argv[2])

    def recurse(depth):
        return recurse(depth - 1) + len(str(depth)) if depth else 0

    def busy():
        alarm.begin(53)
        while alarm.count() < 70:
            recurse(200), sorted(range(20), key=lambda _: recurse(2))
            list(i for i in range(50)), eval("(lambda: 1)()")
        os._exit(0)

    failed = 0
    for _ in range(int(sys.argv[3])):
        failed += os.wait()[1] != 0 if os.fork() else busy()
    print(sys.argv[3], "children,", failed, "failed")


def damaged():
    """Frames that are not what they should be, as where a crash is handled by a fork: this
    frame's pointer to the one before, of CPython 3.11 and later, leads nowhere for a while."""
    in_child()
    gc.disable()
    own = ctypes.c_void_p.from_address(id(sys._getframe()) + 24).value
    previous = ctypes.c_void_p.from_address(own + (48 if sys.version_info < (3, 12) else 8))
    kept = previous.value
    for wrong in 8, 4096, 0x7FF000000000, 0x7FF000000001, id(None), id(damaged) + 8, own:
        previous.value = wrong
        pid = os.fork()
        previous.value = kept
        if not pid:
            libc.random()
            os._exit(0)
        os.wait()

if __name__ == "__main__":
    libc.random()
    globals()[sys.argv[1]]()
