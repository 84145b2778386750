# SPDX-License-Identifier: MIT
"""Daemons that fork, driven by real clients, which run bare: how a daemon is started and ended,
and how clients' runs are counted. The daemons themselves are in servers.py and databases.py."""
import concurrent.futures
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import modes

NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.getuid() == 0 else []


def free_port():
    """One at which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), 2).close()
        return True
    except OSError:
        return False


def tool(words, **more):
    """A client's run, bare: its exit status and what it said."""
    done = subprocess.run(words, env=modes.environment("bare"), stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace", timeout=900, **more)
    return done.returncode, done.stdout


def number(pattern, text):
    found = re.search(pattern, text)
    return float(found.group(1)) if found else None


def many(client, count, threads=4):
    """Calls client(i) `count` times: how many failed, and how many a second."""
    def one(i):
        try:
            return bool(client(i))
        except Exception:  # whatever a client's library has for a server's fault
            return False
    started = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        good = sum(pool.map(one, range(count)))
    return count - good, count / (time.monotonic() - started)


class Daemon:
    """What is common: a folder below /tmp that nobody may use, a port, its log, its end. A daemon
    has program, package, prepare(), words() and drive(), which gives (requests, errors, rate)."""

    modes = ("bare", "shim", "audit")
    rounds = 3
    stop = signal.SIGTERM

    def is_there(self):
        return shutil.which(self.program, path=modes.environment("bare")["PATH"]) is not None

    def prepare(self):
        pass

    def is_ready(self):
        return answers(self.port)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def start(self, mode):
        self.log = open(os.path.join(self.folder, "log"), "w")
        words = modes.command(mode, self.words(), self.folder)
        self.process = subprocess.Popen(words, cwd=self.folder, env=modes.environment(mode),
                                        stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
                                        start_new_session=True)
        end = time.monotonic() + 60
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(self.name + " does not start: " + open(self.log.name).read()[-500:])
            time.sleep(0.1)

    def finish(self):
        """Its exit status, as the mode has it."""
        self.process.send_signal(self.stop)
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            return "hangs"
        finally:
            modes.end(self.process)
            self.log.close()

    def once(self, mode):
        self.folder = tempfile.mkdtemp(prefix="forkseed-", dir="/tmp")
        self.port = free_port()
        try:
            os.chmod(self.folder, 0o755)
            self.prepare()
            self.start(mode)
            try:
                requests, errors, rate = self.drive()
            finally:
                status = self.finish()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
        return {"tests": {"requests": str(requests), "errors": str(errors), "exit status": str(status)},
                "rate": rate}

    def run(self, mode, folder):
        """A run that is not one is told and not kept: None."""
        try:
            return self.once(mode)
        except Exception as error:  # whatever a daemon's start may end with
            print("%s, %s: %s" % (self.name, mode, error))
            return None
