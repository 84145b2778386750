# SPDX-License-Identifier: MIT
# Kinds of measures, and the variants in which each is taken. What is measured is in measures.py,
# counts.py and growth.py.
from collections import namedtuple

ALL = ("bare", "empty", "shim", "eatmydata", "faketime", "jemalloc")
PAIR = ("bare", "shim")
THREE = ("bare", "empty", "shim")
PYTHON = THREE
# Floors: functions that return at once, and the least that can draw (both in least-draw.c).
DRAWS = (*ALL, "least-draw", "calls")
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

AUDITED = "FORKSEED_AUDIT={audit} "

# A timing: `command` prints nanoseconds per operation; `repeat` times as many runs as rounds.
Timing = namedtuple(
    "Timing", "panel title command promises repeat variants", defaults=((), 1, ALL)
)

# A count: its difference to `of` is at most `target`; None promises nothing and tells the ratio.
# method: printed (by the program; a mean), syscalls (strace, between two getppid calls of the
# child), instructions (callgrind, per call), steps_parent and steps_child (bench/steps: of the
# last stretch between marks, in user space).
Count = namedtuple(
    "Count", "title method command unit target variants of", defaults=(None, ALL, "bare")
)

# What must not grow: `of` is a function of growth.py, given the runner and `words`.
Growth = namedtuple("Growth", "title of words", defaults=((),))
