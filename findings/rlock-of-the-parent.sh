#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Python's multiprocessing.RLock, which a parent holds while it forks. It is there to keep processes apart, and one
# expects the child to wait until its parent lets go, however it was forked. Seen in Python 3.11.2 (Debian 12): a
# child of multiprocessing.Process is kept out; one of os.fork() is let in at once, beside its parent. When it leaves
# the block that it was forked in, others are let in as well, while the parent, still inside, learns of it by no
# error, not by its own release() either. The lock remembers in the process that it is held, and by which thread, and
# a child's thread has the number of its parent's (source: _multiprocessing/semaphore.c, ISMINE); what forgets it is
# called by Process alone (multiprocessing/synchronize.py, _after_fork). A Lock, which has no owner, keeps both
# children out.
. "$(dirname "$0")/lib.bash"
packages python3.11-minimal=3.11.2-6+deb12u9 libpython3.11-minimal=3.11.2-6+deb12u9 libpython3.11-stdlib=3.11.2-6+deb12u9

cat >"$tmp/program.py" <<'END'
import multiprocessing
import os
import sys

context = multiprocessing.get_context("fork")
lock = getattr(context, sys.argv[2])()
told, tell = os.pipe()


def enter():
    os.write(tell, b"let in" if lock.acquire(timeout=0.2) else b"kept out")


def of_process():
    child = context.Process(target=enter)
    child.start()
    child.join()
    return os.read(told, 100).decode()


def of_fork():
    if os.fork() == 0:
        enter()
        os._exit(0)
    os.wait()
    return os.read(told, 100).decode()


lock.acquire()
if sys.argv[1] == "Process":
    print(of_process())
if sys.argv[1] == "fork":
    print(of_fork())
if sys.argv[1] == "leaves":  # the block that the lock guards, with what it has inherited
    if os.fork() == 0:
        lock.release()
        os._exit(0)
    os.wait()
    print(of_process(), lock.release())
END
happens() { PYTHONHOME=$root/usr timeout 20 "$root/usr/bin/python3.11" "$tmp/program.py" "$@" 2>&1 | tail -n 1; }
seen "kept out" "RLock, held by the parent: a child of Process is" "$(happens Process RLock)"
seen "let in" "RLock: a child of os.fork() is" "$(happens fork RLock)"
seen "let in None" "RLock, a child of os.fork() has left the block: a child of Process is; the parent's release() says" \
	"$(happens leaves RLock)"
seen "kept out" "Lock: a child of Process is" "$(happens Process Lock)"
seen "kept out" "Lock: a child of os.fork() is" "$(happens fork Lock)"
finish
