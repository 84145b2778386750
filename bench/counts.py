# SPDX-License-Identifier: MIT
# What `make bench` counts: one line each, and what may be added to bare. Nothing here runs
# anything; kinds.py says what the methods are.
from kinds import AUDITED, HOOKS, LOCKS, PAIR, PYTHON, THREE, Count

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
    Count("instructions of a fork, the parent's", "steps_parent", "marks fork", "", 40, THREE),
    Count("instructions of a fork, the child's", "steps_child", "marks fork", "", 0, THREE),
    Count("instructions of a child's first draw", "steps_child", "marks first", "", None, THREE),
    Count("the same under --seed", "steps_child", "FORKSEED_SEED=bench marks first", "", None, PAIR),
    Count("a fork under --seed, the parent's", "steps_parent", "FORKSEED_SEED=bench marks fork", "", None, PAIR),
    Count("a fork under --seed, the child's", "steps_child", "FORKSEED_SEED=bench marks fork", "", None, PAIR),
    Count("an audited fork, the parent's", "steps_parent", AUDITED + "marks fork", "", None, PAIR),
    Count("an audited fork, the child's", "steps_child", AUDITED + "marks fork", "", None, PAIR),
    Count("an audited child's first draw", "steps_child", AUDITED + "marks first", "", None, PAIR),
    Count("NumPy: instructions of a draw", "steps_parent", "numpy-marks.py parent 0", "", None, PYTHON),
    Count("NumPy: of a child's first draw", "steps_child", "numpy-marks.py first 0", "", None, PYTHON),
    Count("NumPy: of os.fork(), the parent's", "steps_parent", "numpy-marks.py fork 0", "", None, PYTHON),
    Count("NumPy: of os.fork(), the child's", "steps_child", "numpy-marks.py fork 0", "", None, PYTHON),
    Count("NumPy: the same, 100 generators", "steps_child", "numpy-marks.py fork 100", "", None, PYTHON),
]
