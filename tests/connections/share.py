#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# A parent connects, asks once and forks children; all ask, at the same time; when the
# children have ended, the parent asks once more. Every question has one right answer. A line
# for each: "PID ok", "PID error CLASS: ...", "PID WRONG ..."; "PID hung" for a child that
# waited too long. The parent's begin with "parent", the last one with "last". Exits with 0,
# whatever came; SIGALRM ends a parent that waits too long.
# Usage: share.py LIBRARY, one of clients.py's. share.h, share.pl and share.php do the same,
# all with the settings of connections.bash in their environment.
import multiprocessing
import os
import signal
import sys

import clients


def setting(name):
    return os.environ["TEST_" + name]


def number(name):
    return int(setting(name))


def say(who, what):
    os.write(1, ("%s %s\n" % (who, " ".join(what.split())[:200])).encode())


def ask(client, who, text):
    try:
        answer = client.ask(text)
    except Exception as error:
        return say(who, "error %s: %s" % (type(error).__name__, error))
    say(who, "ok" if answer == text else "WRONG got %.60r, wanted %s" % (answer, text))


def ask_often(client, who):
    for question in range(number("QUERIES")):
        ask(client, who, "%d-%d" % (os.getpid(), question))


def end(client):
    """Of a child: by return, so that destructors run, by _exit, or after saying goodbye."""
    how = setting("END")
    try:
        if how in ("close", "shutdown", "shutdown_copy"):
            getattr(client, how)()
    except Exception:
        pass
    if how == "return":
        sys.exit()
    os._exit(0)


def child(client, start):
    os.close(start[1])
    os.read(start[0], 1)  # ends when the parent has forked all of us
    signal.alarm(number("PATIENCE"))
    ask_often(usable(client, True), os.getpid())
    end(client)


def usable(client, inherited):
    """The client, or a new one, as the setting says and its library needs."""
    use = setting("USE")
    anew = inherited if use == "own" else use == "disposed" and not client.reconnects
    return type(client)(number("PORT")) if anew else client


def fork(client, start):
    pid = os.fork()
    if pid == 0:
        child(client, start)
    return pid


def await_child(pid):
    status = os.waitpid(pid, 0)[1]
    if status == signal.SIGALRM:
        say(pid, "hung")
    elif status:
        say(pid, "error wait status %d" % status)


def by_forks(client):
    start = os.pipe()
    pids = [fork(client, start) for _ in range(number("CHILDREN"))]
    os.close(start[1])
    os.close(start[0])
    signal.alarm(number("PATIENCE"))
    client = usable(client, False)
    ask_often(client, "parent")
    signal.alarm(0)
    for pid in pids:
        await_child(pid)
    return client


shared = None


def task(question):
    signal.alarm(number("PATIENCE"))
    ask(shared, os.getpid(), "%d-%d" % (os.getpid(), question))
    signal.alarm(0)


def make_usable():
    global shared
    shared = usable(shared, True)


def by_pool(client):
    """A worker that hangs is killed by its alarm, and its task is never done."""
    global shared
    shared = client
    with multiprocessing.get_context("fork").Pool(number("CHILDREN"), make_usable) as pool:
        done = pool.map_async(task, range(number("QUERIES")), chunksize=1)
        try:
            done.get(number("PATIENCE") + 1)
        except multiprocessing.TimeoutError:
            say(0, "hung")
        else:
            pool.close()
            pool.join()
    return usable(client, False)


def run(library):
    client = getattr(clients, library)(number("PORT"))
    assert client.ask("first") == "first", "the parent alone"
    if setting("USE") == "disposed":
        client.close()
    client = (by_pool if setting("BY") == "pool" else by_forks)(client)
    signal.alarm(number("PATIENCE"))
    ask(client, "last", "last")
    signal.alarm(0)


if __name__ == "__main__":
    for _ in range(number("RUNS")):
        run(sys.argv[1])
