# SPDX-License-Identifier: MIT
"""What a fork breaks and forkseed does not mend (docs/limits.md), from Python: limits.py CASE
prints what its children do, with the advice ("mended") or without."""
import atexit
import concurrent.futures
import multiprocessing
import multiprocessing.util
import os
import pickle
import random
import sys
import threading
import time
import uuid
import warnings

warnings.simplefilter("ignore")  # 3.12 and later warn of a fork with threads
case, mended = sys.argv[1], "mended" in sys.argv[2:]


def children(work, count=2):
    """What each child's work returns, one a line."""
    for _ in range(count):
        if os.fork() == 0:
            os.write(1, ("%s\n" % work()).encode())
            os._exit(0)
        os.wait()


def goodbye():
    os.write(1, b"handler ran\n")


def register(_):
    if mended:
        multiprocessing.util.Finalize(None, goodbye, exitpriority=1)
    else:
        atexit.register(goodbye)


if case == "pool":
    with multiprocessing.get_context("fork").Pool(1) as pool:
        pool.map(register, [0])
        pool.close()
        pool.join()

elif case == "executor":
    executor = concurrent.futures.ThreadPoolExecutor(1)
    executor.submit(int).result()

    def submit():
        own = concurrent.futures.ThreadPoolExecutor(1) if mended else executor
        try:
            return own.submit(int).result(0.2)
        except concurrent.futures.TimeoutError:
            return "waits"

    children(submit, 1)

elif case == "threads":
    threading.Thread(target=time.sleep, args=(1,), daemon=True).start()
    children(lambda: len(os.listdir("/proc/self/task")), 1)

elif case == "id":
    kept = uuid.uuid4()
    children(lambda: uuid.uuid4() if mended else kept)

elif case == "stock":
    stock = [uuid.uuid4() for _ in range(4)]
    if mended:
        os.register_at_fork(after_in_child=stock.clear)
    children(lambda: stock.pop() if stock else uuid.uuid4())

elif case == "argument":
    # As a Pool does with a task's arguments: no fork is needed for that.
    generator = random.Random()
    for task in range(2):
        made = random.Random(task) if mended else pickle.loads(pickle.dumps(generator))
        print(made.random())

elif case == "hash":
    print(hash("a"))
    sys.stdout.flush()
    children(lambda: hash("a"), 1)
