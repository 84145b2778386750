# SPDX-License-Identifier: MIT
# What Python itself says of where it is: a program's forks and draws tell their frames, as
# JSON, a line each. Usage: told.py REPORT TOLD: how many findings of an audit's report have
# the frames that were told of their process.
import json
import os
import sys

MOST = 16


def frames_of(frame):
    frames = []
    while frame and len(frames) < MOST:
        line = frame.f_lineno + ("WRONG" in os.environ)
        frames.append([frame.f_code.co_filename, line, frame.f_code.co_name])
        frame = frame.f_back
    return frames


def say(kind, pid, frames):
    os.write(1, (json.dumps([kind, pid, frames]) + "\n").encode())


def tell(kind, result):
    """Of the caller's frames, whose line has just forked or drawn."""
    frames = frames_of(sys._getframe(1))
    pid = result if kind == "fork" else os.getpid()
    if kind == "draw" or result > 0:
        say(kind, pid, frames)
    return result


def tell_forks():
    """Forks of a library: its frames are those behind a hook's own."""
    seen = []
    os.register_at_fork(
        before=lambda: seen.append(frames_of(sys._getframe(1))),
        after_in_child=lambda: say("fork", os.getpid(), seen[-1]),
    )


def decoded(text):
    return text.encode("latin-1").decode("utf-8", "surrogateescape")


def check(report, told):
    """Frames of findings, beside those that were told of the same process."""
    expected = {"fork": {}, "draw": {}}
    for line in open(told):
        if not line.startswith("["):
            continue
        kind, pid, frames = json.loads(line)
        expected[kind].setdefault(pid, []).append(frames)
    same = {"fork": 0, "draw": 0}
    findings = [line for line in map(json.loads, open(report)) if line["type"] == "finding"]
    for finding in findings:
        for kind in same:
            frames = [
                [decoded(frame["file"]), frame["line"], decoded(frame["function"])]
                for frame in finding[kind + "_script"]
            ]
            wanted = expected[kind].get(finding["pid"], [])
            same[kind] += frames in wanted
            if frames not in wanted:
                print(kind, frames, "not in", wanted, file=sys.stderr)
    print("%d: %d forks, %d draws" % (len(findings), same["fork"], same["draw"]))


if __name__ == "__main__":
    check(*sys.argv[1:])
