# SPDX-License-Identifier: MIT
"""The ways in which a suite is run: bare, under the shim, under an audit, under one that watches
connections, and with libc's locks healed. Nothing here knows a suite."""
import glob
import hashlib
import os
import signal
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(ROOT, "build")
MODES = ("bare", "shim", "audit", "warn", "heal")
LIMIT = 3600  # seconds, for one run


def built():
    """Of which objects a result is."""
    of = hashlib.sha256()
    for path in sorted(glob.glob(os.path.join(BUILD, "*.so"))) + [os.path.join(BUILD, "forkseed")]:
        with open(path, "rb") as file:
            of.update(file.read())
    return of.hexdigest()


def environment(mode):
    """Of a run: nobody's settings but the mode's."""
    kept = {name: value for name, value in os.environ.items()
            if name != "LD_PRELOAD" and not name.startswith("FORKSEED")}
    kept.update(LC_ALL="C.UTF-8", PATH=kept.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin")
    if mode == "shim":
        kept["LD_PRELOAD"] = os.path.join(BUILD, "libforkseed.so")
    return kept


def command(mode, words, folder):
    """The words by which `words` run in that mode; reports go to `folder`."""
    if mode == "heal":
        return [os.path.join(BUILD, "forkseed"), "--force", "--locks=heal", *words]
    if mode not in ("audit", "warn"):
        return list(words)
    report = os.path.join(folder, "audit")
    for name in (report, report + ".raw"):
        if os.path.exists(name):
            os.unlink(name)
    options = ["--force", "--audit=" + report, "--audit-wait=2"]
    return [os.path.join(BUILD, "forkseed"), *options,
            *(["--connections=warn"] if mode == "warn" else []), *words]


def run(mode, words, folder, **more):
    """Runs to the end, in a session of its own that ends with it. The status, or "timeout"."""
    with open(os.path.join(folder, "log"), "w") as log:
        process = subprocess.Popen(command(mode, words, folder), cwd=folder, env=environment(mode),
                                   stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   start_new_session=True, preexec_fn=lambda: os.nice(10), **more)
        try:
            return process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            return "timeout"
        finally:
            end(process)


def log(folder):
    """What the last run there has written."""
    with open(os.path.join(folder, "log"), errors="replace") as file:
        return file.read()


def in_folder(folder, *words):
    """Words that run others there."""
    return ["sh", "-c", 'cd "$0" && exec "$@"', folder, *words]


def end(process):
    """Whatever is left of its session."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
