# SPDX-License-Identifier: MIT
# What `make bench` measures: one line each, and the promise it stands for. Nothing here runs
# anything. To add a benchmark: a program bench/NAME.c (or .py) that prints one number, and a
# line below. Words in braces are filled in per variant; leading NAME=VALUE words are settings.
from collections import namedtuple

ALL = ("bare", "empty", "shim", "eatmydata", "faketime")
PAIR = ("bare", "shim")
PYTHON = ("bare", "empty", "shim")
# libc-only is the shim with FORKSEED_RUNTIMES=none.
HOOKS = ("libc-only", "shim")

# The second shim as well, with --connections=isolate --peers=all; with warn, which audits.
CONNECTIONS = ("bare", "shim", "isolate", "warn")
# Each fork looks at all that is open.
EAGER = ("bare", "shim", "isolate", "eager")

# The third one, with --locks=heal and heal,mutexes.
LOCKS = ("bare", "shim", "heal", "mutexes")
# Floors: beside the shim a function that only jumps on, the least that can count (both in
# least-gate.c), an object with nothing in it.
MUTEXES = (*LOCKS, "jumps", "least")
LOCK_FORKS = (*LOCKS, "beside")

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

# Where the least misses it, none can meet it.
MUTEX_PROMISES = [
    Promise(1.15, subject="mutexes"),
    Promise(1.15, subject="least"),
    Promise(1.15, of="least", subject="mutexes"),
    Promise(1.02, of="jumps", subject="heal"),
]

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
    Timing(
        "forks",
        "fork, GLib, SQLite, GSL and NSS there",
        "library-forks 120",
        [Promise(1.03)],
        repeat=6,
        variants=("bare", "empty", "shim"),
    ),
    Timing("forks", "fork of 200 MB, child draws once", "forks draw 200 8"),
    Timing(
        "forks",
        "fork, child draws nothing, audited",
        "FORKSEED_AUDIT={build}/bench/audit forks plain 0 120",
        [Promise(1.5)],
        repeat=6,
        variants=PAIR,
    ),
    Timing(
        "forks",
        "fork, child draws once, audited",
        "FORKSEED_AUDIT={build}/bench/audit forks draw 0 120",
        repeat=6,
        variants=PAIR,
    ),
    Timing(
        "connections",
        "connections: fork, 3 of them",
        "connection-forks 3 5 120",
        [Promise(1.10, subject="isolate")],
        repeat=6,
        variants=CONNECTIONS,
    ),
    Timing(
        "connections",
        "connections: fork, 500 of them",
        "connection-forks 500 0 120",
        [Promise(1.30, subject="isolate")],
        repeat=4,
        variants=CONNECTIONS,
    ),
    Timing(
        "connections",
        "connections: fork, 500 other descriptors",
        "connection-forks 3 500 120",
        [Promise(1.30, subject="isolate")],
        repeat=4,
        variants=EAGER,
    ),
    Timing(
        "connections",
        "connections: a byte there and back",
        "round-trips 5000",
        [Promise(1.01, subject="isolate"), Promise(1.01, subject="warn")],
        repeat=4,
        variants=CONNECTIONS,
    ),
    Timing(
        "locks",
        "locks: gmtime_r, alone",
        "locks gmtime_r alone 300000",
        variants=LOCKS,
    ),
    Timing(
        "locks",
        "locks: localtime_r, second thread asleep",
        "locks localtime_r idle 100000",
        [Promise(1.10, subject="heal")],
        variants=LOCKS,
    ),
    Timing(
        "locks",
        "locks: gmtime_r, second thread asleep",
        "locks gmtime_r idle 300000",
        variants=LOCKS,
    ),
    Timing(
        "locks",
        "locks: getpwnam, second thread asleep",
        "locks getpwnam idle 2000",
        [Promise(1.01, subject="heal")],
        variants=LOCKS,
    ),
    Timing(
        "locks",
        "locks: lock + unlock, second thread asleep",
        "locks mutex idle 1000000",
        MUTEX_PROMISES,
        variants=MUTEXES,
    ),
    Timing(
        "locks",
        "locks: lock + unlock, two threads",
        "locks mutex contended 1000000",
        MUTEX_PROMISES,
        variants=MUTEXES,
    ),
    Timing(
        "locks",
        "locks: fork, one thread",
        "locks fork alone 120",
        [
            Promise(1.03, of="shim", subject="heal"),
            Promise(1.03, of="shim", subject="beside"),
            Promise(1.03, of="beside", subject="heal"),
        ],
        repeat=6,
        variants=LOCK_FORKS,
    ),
    Timing(
        "locks",
        "locks: fork, second thread asleep",
        "locks fork idle 120",
        [
            Promise(1.05, of="shim", subject="heal"),
            Promise(1.05, of="shim", subject="beside"),
            Promise(1.05, of="beside", subject="heal"),
        ],
        repeat=6,
        variants=LOCK_FORKS,
    ),
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
    Timing(
        "numpy",
        "NumPy: fork + wait, child draws nothing",
        "numpy-forks.py life 0 150",
        [Promise(1.05)],
        repeat=2,
        variants=PYTHON,
    ),
    Timing(
        "numpy",
        "NumPy: the same, 100 generators made",
        "numpy-forks.py life 100 150",
        [Promise(1.05, aim=True)],
        repeat=2,
        variants=PYTHON,
    ),
    Timing(
        "numpy",
        "NumPy: the parent's os.fork() alone",
        "numpy-forks.py fork 0 150",
        [Promise(1.03)],
        repeat=2,
        variants=PYTHON,
    ),
    Timing(
        "numpy",
        "NumPy: os.fork() alone, 100 generators",
        "numpy-forks.py fork 100 150",
        [Promise(1.03, aim=True)],
        repeat=2,
        variants=PYTHON,
    ),
    Timing(
        "numpy",
        "NumPy: default_rng()",
        "numpy-draws.py create parent 7",
        [Promise(1.05, aim=True)],
        variants=PYTHON,
    ),
    Timing(
        "numpy",
        "NumPy: a million doubles",
        "numpy-draws.py fill parent 9",
        [Promise(1.00)],
        variants=PYTHON,
    ),
    Timing(
        "numpy",
        "NumPy: the same in a forked child",
        "numpy-draws.py fill child 9",
        [Promise(1.00)],
        variants=PYTHON,
    ),
    Timing(
        "numpy",
        "NumPy: start of python3, import",
        "execs {preload} 2 {here}/numpy-start.py",
        variants=PYTHON,
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
    Count(
        "a fork's hooks, without Python",
        "printed",
        "refused-forks 300000",
        "ns",
        20,
        HOOKS,
        of="libc-only",
    ),
    Count(
        "instructions of them",
        "instructions",
        "refused-forks {calls}",
        "",
        None,
        HOOKS,
        of="libc-only",
    ),
    # 10 us and page faults were promised: hence the figure that leaves faults out.
    Count("locks: instructions per gmtime_r, alone", "instructions", "locks gmtime_r alone {calls}", "", None, LOCKS),
    Count("locks: the same, second thread asleep", "instructions", "locks gmtime_r idle {calls}", "", None, LOCKS),
    Count("NumPy: a child's first draw", "printed", "numpy-forks.py draw 0 100", "us", None, PYTHON),
    Count("NumPy: page faults of it", "printed", "numpy-forks.py faults 0 100", "", None, PYTHON),
    Count("NumPy: it less page faults", "printed", "numpy-forks.py draw-net 0 100", "us", 10, PYTHON),
    Count("instructions per rand", "instructions", "draws rand alone {calls}", "", None, PAIR),
    Count("instructions per random", "instructions", "draws random alone {calls}", "", None, PAIR),
    Count("instructions per drand48", "instructions", "draws drand48 alone {calls}", "", None, PAIR),
    Count("instructions, second thread asleep", "instructions", "draws rand idle {calls}", "", None, PAIR),
]
