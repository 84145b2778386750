# SPDX-License-Identifier: MIT
# Ways in which Python programs come to forked children that draw from np.random. Prints
# "WAY DRAW ..." for each child or task. Usage: pools.py WAY. The parent has drawn before.
import atexit
import concurrent.futures
import multiprocessing
import os
import pty
import signal
import sys
import threading
import time

import numpy as np
import numpy.random  # NumPy 2 imports it at its first use, which may be a child's

from children import fork_child, in_children, run_child, say, wait_for

way = sys.argv[1]
multi = multiprocessing.get_context("fork")


def report(*_):
    say(way, *np.random.random(4))


def meet(barrier, *_):
    """One task a worker: none ends before each worker has one."""
    barrier.wait(60)
    report()


def inherit(barrier):
    global met
    met = barrier


def meet_inherited(_):
    meet(met)


def pool(context=multi, workers=4):
    with context.Pool(workers, inherit, (context.Barrier(workers),)) as workers_pool:
        workers_pool.map(meet_inherited, range(workers), chunksize=1)


def draw_slowly(_):
    time.sleep(0.002)
    return np.random.random()


def hundred():
    with multi.Pool(4) as workers:
        for value in workers.map(draw_slowly, range(100)):
            say(way, value)


def process():
    workers = [multi.Process(target=report) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def executor():
    with concurrent.futures.ProcessPoolExecutor(4, mp_context=multi) as workers:
        for value in workers.map(draw_slowly, range(40)):
            say(way, value)


def maxtasksperchild():
    with multi.Pool(2, maxtasksperchild=1) as workers:
        workers.map(report, range(8), chunksize=1)


def fork():
    in_children(8, report)


def random_fork():
    """The first draw of the program is the child's."""
    in_children(8, report)


def grandchildren():
    def child():
        in_children(2, report)
        report()

    in_children(4, child)


def forkpty():
    for _ in range(8):
        pid, terminal = pty.fork()
        if pid == 0:
            run_child(report)
        os.write(1, os.read(terminal, 1000).replace(b"\r", b""))
        os.close(terminal)
        os.waitpid(pid, 0)


def thread():
    forker = threading.Thread(target=in_children, args=(8, report))
    forker.start()
    forker.join()


def threads():
    ready = threading.Barrier(4)

    def forks():
        ready.wait()
        in_children(8, report)

    forkers = [threading.Thread(target=forks) for _ in range(4)]
    for forker in forkers:
        forker.start()
    for forker in forkers:
        forker.join()


def nested():
    workers = [multi.Process(target=pool, args=(multi, 2)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def forkserver():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["numpy.random"])
    barrier = context.Barrier(4)
    workers = [context.Process(target=meet, args=(barrier,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def handler():
    signal.signal(signal.SIGUSR1, lambda *_: pids.append(fork_child(report)))
    pids = []
    for _ in range(8):
        signal.raise_signal(signal.SIGUSR1)
    wait_for(pids)


def at_exit():
    atexit.register(in_children, 8, report)


def gaussian():
    """The second normal number of a pair waits in the parent's state."""
    np.random.normal()
    in_children(8, lambda: say(way, np.random.normal()))


def seeded():
    """The parent's np.random.seed() says nothing about its children."""
    np.random.seed(7)
    in_children(8, report)


def other_bit_generator():
    np.random.set_bit_generator(np.random.PCG64())
    in_children(8, report)


def late():
    """More forks than one, with draws in between: every child is its own."""
    for _ in range(8):
        in_children(1, report)


if __name__ == "__main__":
    if way != "random_fork":
        np.random.random()
    globals()[way]()
