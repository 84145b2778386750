# SPDX-License-Identifier: MIT
"""A shell with job control on a terminal of its own, for one job. Says what the shell sees.

Usage: stops.py WHAT COMMAND...      WHAT: key (Ctrl-Z), background (the job reads the terminal)
The job says "ready" and then reads a line.
"""
import os, pty, select, signal, sys, termios, time

LIMIT = 20


def told(status):
    if os.WIFSTOPPED(status):
        return "stopped"
    return f"exit {os.waitstatus_to_exitcode(status)}"


def wait(job):
    for _ in range(LIMIT * 50):
        pid, status = os.waitpid(job, os.WNOHANG | os.WUNTRACED)
        if pid:
            return told(status)
        time.sleep(0.02)
    os.killpg(job, signal.SIGKILL)
    os.kill(job, signal.SIGKILL)
    return "nothing"


def read_until(fd, text):
    got, end = b"", time.time() + LIMIT
    while text not in got and time.time() < end:
        if select.select([fd], [], [], 0.1)[0]:
            got += os.read(fd, 1000)


def shell(master, what, words):
    """In the session whose terminal it is; `master` is the other end of that terminal."""
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    job = os.fork()
    if job == 0:
        os.setpgid(0, 0)
        if what == "key":
            os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.execvp(words[0], words)
    read_until(master, b"ready")
    if what == "key":
        os.write(master, b"\x1a")
    seen = [wait(job)]
    os.tcsetpgrp(0, job)
    if seen == ["stopped"]:
        os.killpg(job, signal.SIGCONT)
        os.write(master, b"a line\n")
        seen.append(wait(job))
    return ", ".join(seen)


def main():
    signal.alarm(3 * LIMIT)
    master, terminal = pty.openpty()
    out, into = os.pipe()
    session = os.fork()
    if session == 0:
        os.setsid()
        os.close(os.open(os.ttyname(terminal), os.O_RDWR))  # becomes the session's
        for fd in 0, 1, 2:
            os.dup2(terminal, fd)
        os.write(into, shell(master, sys.argv[1], sys.argv[2:]).encode())
        os._exit(0)
    os.close(into)
    print(os.read(out, 1000).decode())


main()
