# SPDX-License-Identifier: MIT
# A child that needs a lock which a thread of its parent's held at the fork. Its number is
# printed once it has hung for a while; what should be told of it is on the lines here.
import os
import threading
import time

lock = threading.Lock()


def holds():
    with lock:
        time.sleep(1000)


def nééds(text):
    with lock:  # line 17
        print(text)


def spawn():
    pid = os.fork()
    if pid == 0:
        generated = (nééds(text) for text in "x")  # line 24
        (lambda: list(generated))()  # line 25
        os._exit(0)
    return pid


threading.Thread(target=holds, daemon=True).start()
time.sleep(0.1)
child = spawn()  # line 32
time.sleep(0.3)
if os.waitpid(child, os.WNOHANG) == (0, 0):
    print(child, flush=True)
    os.waitpid(child, 0)
os._exit(0)
