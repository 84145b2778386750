#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The memory that a command took at most, as its parent is told by wait4(2) or getrusage(RUSAGE_CHILDREN): ru_maxrss. A
# new program has a new memory, and one expects its own maximum, whoever started it. Seen on Linux 6.18 with Python 3.11.2
# and GNU time 1.9 (Debian 12): true(1) has "taken" 400 MB if a process of 400 MB started it, by fork(), vfork() or
# posix_spawn() alike: at execve(2) the kernel carries what the old memory had over to the process (source: fs/exec.c,
# exec_mmap, setmax_mm_hiwater_rss), and that was its parent's. So a test's harness, or a scheduler's limit, measures
# itself. What the command says of itself by VmHWM of /proc/self/status is right, and so is GNU time, where it stands
# between: the process that was a copy of the big one is its own, and the command's parent is small.
. "$(dirname "$0")/lib.bash"
packages time=1.9-0.2
echo "Linux $(uname -r), $(/usr/bin/python3 --version)"
time=$root/usr/bin/time

# program.py HOW MB COMMAND...: a process that has MB starts COMMAND by HOW; what wait4(2) tells of it.
cat >"$tmp/program.py" <<'END'
import os
import sys

how, size, *command = sys.argv[1:]
memory = b"x" * (int(size) << 20)
path = command[0]
if how == "posix_spawn":
    child = os.posix_spawn(path, command, os.environ)
elif how == "vfork":
    import subprocess
    started = subprocess.Popen(command)  # by vfork(), as of Python 3.10
    child = started.pid
else:
    child = os.fork()
    if child == 0:
        os.execv(path, command)
usage = os.wait4(child, 0)[2]
print("as the parent's" if usage.ru_maxrss > 300000 else "small" if usage.ru_maxrss < 100000 else usage.ru_maxrss)
END
# measured HOW MB COMMAND...: the same; of a COMMAND that prints a number of kB, that first
measured() {
	local word words=""
	for word in $(/usr/bin/python3 "$tmp/program.py" "$@" 2>&1 | tr -s ' ' _); do
		[[ $word = *[!0-9]* ]] || { [ "$word" -gt 300000 ] && word=big || word=small; }
		words+=", $word"
	done
	words=${words#, }
	echo "${words//_/ }"
}
seen "small" "true(1), of a small parent, by fork()" "$(measured fork 1 /bin/true)"
for how in fork vfork posix_spawn; do
	seen "as the parent's" "true(1), of a parent that has 400 MB, by $how()" "$(measured $how 400 /bin/true)"
done
# shellcheck disable=SC2016 # for awk
seen "small, as the parent's" "VmHWM of a command, of that parent; and what the parent is told" \
	"$(measured fork 400 /usr/bin/awk '/VmHWM/ { print $2 }' /proc/self/status)"
seen "small, as the parent's" "GNU time, of that parent, says of true(1); and what the parent is told of GNU time" \
	"$(measured fork 400 "$time" -f %M /bin/true)"
finish
