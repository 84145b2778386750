# SPDX-License-Identifier: MIT
# What `make bench` measures: one line each, and the promise it stands for. Nothing here runs
# anything. To add a benchmark: a program bench/NAME.c (or .py) that prints one number, and a
# line below. Words in braces are filled in per variant; leading NAME=VALUE words are settings.
from collections import namedtuple

ALL = ("bare", "empty", "shim", "eatmydata", "faketime")
PAIR = ("bare", "shim")

# The subject's figure divided by that of `of` is at most `target`; with `added`, both are
# taken as what they add to bare. `subject` is the variant that the promise is about. An `aim`
# is hoped for and not promised.
Promise = namedtuple(
    "Promise", "target of added subject aim", defaults=("bare", False, "shim", False)
)

# A timing: `command` prints nanoseconds per operation; `repeat` times as many runs as rounds.
Timing = namedtuple(
    "Timing", "panel title command promises repeat variants", defaults=((), 1, ALL)
)

# A count: its difference to `of` is at most `target`; None promises nothing and tells the ratio.
# method: printed (by the program; a mean), syscalls (strace, between two getppid calls of the
# child), instructions (callgrind, per call).
Count = namedtuple(
    "Count", "title method command unit target variants of", defaults=(None, ALL, "bare")
)

TIMINGS = [
    Timing("draws", "rand, alone", "draws rand alone 2000000", [Promise(0.25)]),
    Timing("draws", "random, alone", "draws random alone 2000000", [Promise(0.25)]),
    Timing("draws", "rand, second thread asleep", "draws rand idle 2000000", [Promise(0.5)]),
    Timing("draws", "random, second thread asleep", "draws random idle 2000000", [Promise(0.5)]),
    Timing("draws", "drand48, alone", "draws drand48 alone 3000000", [Promise(0.5)]),
    Timing("draws", "lrand48, alone", "draws lrand48 alone 3000000", [Promise(0.5)]),
    Timing("draws", "drand48, second thread asleep", "draws drand48 idle 3000000"),
    Timing("contended", "rand, two threads draw", "draws rand contended 1500000"),
    Timing(
        "forks",
        "fork, child draws nothing",
        "forks plain 0 120",
        [Promise(1.00, of="empty"), Promise(1.00, aim=True)],
        repeat=6,
    ),
    Timing(
        "forks",
        "fork, child draws once",
        "forks draw 0 120",
        [Promise(1.01, aim=True)],
        repeat=6,
    ),
    Timing(
        "forks",
        "fork, child draws once, reproducible",
        "FORKSEED_SEED=bench forks draw 0 120",
        [Promise(1.10)],
        repeat=6,
    ),
    Timing("forks", "fork of 200 MB, child draws once", "forks draw 200 8"),
    Timing(
        "starts",
        "start of a trivial program",
        "execs {preload} 20 {build}/bench/nothing",
        [Promise(1.00, of="eatmydata", added=True)],
        repeat=4,
    ),
    Timing(
        "starts",
        "start by the launcher",
        "execs {preload} 20 {launcher} {build}/bench/nothing",
        [Promise(2.0, subject="launcher")],
        repeat=2,
        variants=("bare", "shim", "launcher"),
    ),
]

COUNTS = [
    Count("memory (Pss)", "printed", "memory", "KB", 24),
    Count("page faults of a child's first draw", "printed", "first-draw within 1", "", 2),
    # The whole life varies by a fault or two with where things are mapped: hence the mean, the
    # half, and the comparison with an object that has nothing to touch.
    Count(
        "page faults of a child without a draw",
        "printed",
        "first-draw life 0",
        "",
        0.5,
        of="empty",
    ),
    Count("system calls of a child's first draw", "syscalls", "first-draw within 1", "", 1),
    Count("system calls of its first two draws", "syscalls", "first-draw within 2", "", 1),
    Count("system calls of a child without a draw", "syscalls", "first-draw within 0", "", 0),
    Count("instructions per rand", "instructions", "draws rand alone {calls}", "", None, PAIR),
    Count("instructions per random", "instructions", "draws random alone {calls}", "", None, PAIR),
    Count("instructions per drand48", "instructions", "draws drand48 alone {calls}", "", None, PAIR),
    Count("instructions, second thread asleep", "instructions", "draws rand idle {calls}", "", None, PAIR),
]
