# SPDX-License-Identifier: MIT
"""Fails each system call (strace's inject) and each allocation (failing.c) in turn, and judges what
became of it. Usage: faults.py WHAT [every=N] [from=N] [errors=NAME,...] [with=FILE] [OPTION]...
WHAT: shim (a program under it; OPTION is a variable), launcher, plain (it without an audit), audit
(forkseed-audit), launcher-memory, audit-memory. every=N: each Nth of them alone, beginning with the
from=Nth; with=FILE: another shim, launcher or forkseed-audit, to see that what is bad is told. Prints a line for each that is bad, how many ended how, and "N faults, N bad"."""
import collections
import glob
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(ROOT, "build")
SUBJECT = os.path.join(BUILD, "tests/faults/subject")
FAILING = os.path.join(BUILD, "tests/faults/bin")
SHIM = os.path.join(BUILD, "libforkseed.so")
LIMIT = 60
# What a test can't fail: they are no calls of ours, don't return,
# are done whatever they say (close), or are malloc's alone, of which each allocation is failed elsewhere (brk).
NOT_OURS = {"brk", "close", "exit", "exit_group", "execve", "rt_sigreturn", "restart_syscall"}

# What libc's or ld.so's own start needs.
START = {("mmap", 1), ("arch_prctl", 1), ("mprotect", 1), ("mprotect", 2)}

work = tempfile.mkdtemp(prefix="forkseed-faults-")
os.environ.update(TMPDIR=work, LC_ALL="C")
for name in [name for name in os.environ if name.startswith("FORKSEED") or name == "LD_PRELOAD"]:
    del os.environ[name]

Run = collections.namedtuple("Run", "status out err")


def echo_server():
    """A peer for a client's connection: sends back what comes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            peer = listener.accept()[0]
            threading.Thread(target=lambda: peer.sendall(peer.recv(16)), daemon=True).start()
    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


def run(words, **variables):
    """To its end, or to a time limit's: the status "hangs"."""
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True, errors="replace", start_new_session=True, env={**os.environ, **variables})
    try:
        out, err = process.communicate(timeout=LIMIT)
        return Run(process.returncode, out, err)
    except subprocess.TimeoutExpired:
        return Run("hangs", "", "")
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.communicate()


def traced(words, *options, **variables):
    """What strace tells lies in work/trace, of several processes in files of their own."""
    return run(["strace", "-qq", "-o", work + "/trace", *options, *words], **variables)


def traces():
    """The calls of each process: [(name, line, stack)]."""
    for path in glob.glob(work + "/trace*"):
        calls = []
        with open(path, errors="replace") as trace:
            for line in trace:
                call = re.match(r"(\w+)\(", line)
                if call:
                    calls.append((call[1], line, []))
                elif line.startswith(" > ") and calls:
                    calls[-1][2].append(line)
        os.unlink(path)
        yield calls


def calls_of(words, ours, **variables):
    """[(name, which of that name)] of the calls that `ours` takes for ours, in any process."""
    traced(words, *follow(ours), **variables)
    found = {}
    for calls in traces():
        counts = collections.Counter()
        for name, _, stack in calls:
            counts[name] += 1
            if not ours and name == "execve" and counts[name] > 1:
                break
            if name not in NOT_OURS and (name, counts[name]) not in START and (not ours or ours(name, stack)):
                found[name, counts[name]] = True
    return list(found)


def follow(ours):
    return ["-ff", "-k"] if ours else []


def is_shims(name, stack):
    """Made by the shim's own code, or by libc's that it called; a hook's own call of libc's function
    of that name is the program's."""
    inner = [i for i, frame in enumerate(stack) if "/libforkseed" in frame]
    if not inner or any("/ld-linux" in frame and "_dl_init" not in frame and "call_init" not in frame
                        for frame in stack[:inner[0]]):
        return False
    hook = re.search(r"\((\w+)\+", stack[inner[0]])
    return not (hook and hook[1].strip("_") in (name, "fork"))


def chosen(everything):
    return everything[first - 1::every]


def is_hit(ours):
    """Was a call failed, and of all that were each one of ours?"""
    hit = [call for calls in traces() for call in calls if "(INJECTED)" in call[1]]
    return bool(hit) and all(not ours or ours(call[0], call[2]) for call in hit)


def inject_each(words, ours, judge, **variables):
    for name, number in chosen(calls_of(words, ours, **variables)):
        for error in errors:
            rule = "inject=%s:error=%s:when=%d" % (name, error, number)
            result = traced(words, "-e", "signal=none", "-e", "trace=" + name, "-e", rule, *follow(ours), **variables)
            if is_hit(ours):
                told("%s %s, number %d" % (error, name, number), judge(result), result)
            else:
                outcomes["not told apart from the program's own"] += 1


outcomes = collections.Counter()
bad = []


def told(fault, verdict, result):
    left = glob.glob(work + "/forkseed-*")
    for folder in left:
        shutil.rmtree(folder)
    left = left and not re.search("unlink|rmdir", fault)
    verdict = "bad: leaves files" if left and not verdict.startswith("bad") else verdict
    outcomes[verdict] += 1
    if verdict.startswith("bad"):
        bad.append(fault)
        print("%s: %s (%s)" % (fault, verdict, str(result.status) + " " + (result.err or result.out)[-400:].replace("\n", "; ")),
              flush=True)


def judge_shim(bare):
    """The program has not suffered; whether its children differ is told."""
    def judge(result):
        if (result.status, result.out) != (bare.status, bare.out):
            return "bad: not as bare"
        if "distinct: 3" not in result.err:
            return "bad: children repeat"
        told_more = [line for line in result.err.splitlines() if not line.startswith("distinct:")]
        return "bad: said something" if told_more else "as bare, " + result.err.strip()
    return judge


def judge_launcher(bare, check):
    """The command has run as bare, or not at all and that is told; a check is never green."""
    def judge(result):
        if result.status == "hangs" or (isinstance(result.status, int) and result.status < 0):
            return "bad: ended by a signal" if result.status != "hangs" else "bad: hangs"
        if result.status in (125, 126, 127):
            whole = "whole" if result.out == bare.out else "no" if not result.out else "part of"
            if whole == "part of":
                return "bad: the command was cut off"
            return "refused, %s output" % whole if "forkseed: " in result.err else "bad: refused without a word"
        if result.out != bare.out:
            return "bad: not as bare"
        if check:
            return "99" if result.status == 99 else "bad: green"
        if result.status != bare.status:
            return "bad: another status"
        return "as bare, healed" if "distinct: 3" in result.err else "bad: unprotected without a word"
    return judge


def judge_audit(result):
    """Findings and a whole report, or one line that says why not."""
    report = work + "/made"
    if result.status == 125:
        return "125" if "forkseed: " in result.err else "bad: failed without a word"
    if result.status == 127 and re.search("error while loading shared|cannot allocate TLS", result.err):
        return "127 of ld.so's"
    if result.status != 1:
        return "bad: hangs" if result.status == "hangs" else "bad: green" if result.status == 0 else "bad: status"
    try:
        with open(report) as file:
            lines = [json.loads(line) for line in file]
        whole = lines[-1]["type"] == "summary" and lines[-1]["findings"] >= 3
    except (OSError, ValueError, LookupError):
        whole = False
    return "1, a whole report" if whole else "bad: a report that is not whole"


def fail_each(words, judge, prepare=lambda: None):
    prepare()
    run(words, FAIL_AT="0", FAIL_COUNT=work + "/count")
    with open(work + "/count") as file:
        most = int(file.read()) + 8
    for number in chosen(list(range(1, most + 1))):
        prepare()
        result = run(words, FAIL_AT=str(number))
        told("allocation %d" % number, judge(result), result)


def recorded():
    """A recording of the subject's, as FILE.raw for FILE `made`."""
    run([SUBJECT], LD_PRELOAD=SHIM, FORKSEED_AUDIT=work + "/kept")

    def prepare():
        shutil.copy(work + "/kept.raw", work + "/made.raw")
        if os.path.exists(work + "/made"):
            os.unlink(work + "/made")
    prepare()
    return prepare


def shim(options):
    variables = dict(option.split("=", 1) for option in options)
    words = [SUBJECT] + ([str(echo_server())] if "FORKSEED_CONNECTIONS" in variables else [])
    if "FORKSEED_LOCKS" in variables:
        variables["LD_PRELOAD"] = SHIM.replace(".so", "-locks.so") + ":" + SHIM
    elif "FORKSEED_CONNECTIONS" in variables:
        variables["LD_PRELOAD"] = SHIM.replace(".so", "-connections.so") + ":" + SHIM
    preload = "--env=LD_PRELOAD=" + variables.pop("LD_PRELOAD", settings.get("with", SHIM))
    bare = run(words)
    more = [part for name, value in variables.items() for part in ("-E", "%s=%s" % (name, value))]
    words = ["-E", preload[len("--env="):], *more, *words]
    inject_each(words, is_shims, judge_shim(bare))


def main(what, options):
    bare = run([SUBJECT])
    launcher = settings.get("with", BUILD + "/forkseed")
    check = [launcher, "--check", *options, SUBJECT]
    if what == "shim":
        shim(options)
    elif what == "launcher":
        inject_each(check, None, judge_launcher(bare, True))
    elif what == "plain":
        inject_each([launcher, *options, SUBJECT], None, judge_launcher(bare, False))
    elif what == "launcher-memory":
        fail_each([FAILING + "/forkseed", *check[1:]], judge_launcher(bare, True))
    elif what == "audit":
        recorded()
        inject_each([settings.get("with", BUILD + "/forkseed-audit"), *options, work + "/made"], None, judge_audit)
    elif what == "audit-memory":
        prepare = recorded()
        fail_each([FAILING + "/forkseed-audit", *options, work + "/made"], judge_audit, prepare)
    else:
        sys.exit(__doc__)


settings = dict(word.split("=", 1) for word in sys.argv[2:] if re.match("(every|from|errors|with)=", word))
every, first = int(settings.get("every", 1)), int(settings.get("from", 1))
errors = settings.get("errors", "ENOSYS").split(",")
try:
    main(sys.argv[1], [word for word in sys.argv[2:] if not re.match("(every|from|errors|with)=", word)])
finally:
    shutil.rmtree(work)
for verdict, count in sorted(outcomes.items()):
    print("# %d: %s" % (count, verdict))
print("%d faults, %d bad" % (sum(outcomes.values()), len(bad)))
