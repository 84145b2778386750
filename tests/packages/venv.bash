#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Run by soak-wheel.sh, here and in other systems: the wheel goes into a venv, is used and goes
# again. Usage: venv.bash WHEEL DIRECTORY [PROGRAM]: one of musl (tests/releases/musl.c), where the
# wheel has the shim for those. Says "pass NAME" or "FAIL NAME", a line each.
wheel=$1 venv=$2/venv said=$2/said musl=${3-}
export PIP_DISABLE_PIP_VERSION_CHECK=1

point() {
	local name=$1
	shift
	if "$@" >"$said" 2>&1; then echo "pass $name"; else
		echo "FAIL $name"
		tail -n 5 "$said"
	fi
}
# Python's own byte code is not pip's business; directories are, but it leaves them.
all_in() { find "$venv" ! -type d ! -name '*.pyc' | sort; }
pip() { "$venv/bin/python" -m pip -q "$@"; }
is() { [ "$1" = "$2" ] || { echo "got '$1', wanted '$2'" && return 1; }; }

# Children of one that made a generator without a seed: how many of 6 draw a stream of their own.
objects='
import os, random
generator = random.Random()
def child():
    ends = os.pipe()
    if os.fork() == 0:
        os.write(ends[1], b"%r" % generator.random())
        os._exit(0)
    return os.read(ends[0], 100)
print(len({child() for i in range(6)}))'
check_says() {
	local status=0
	forkseed --check forkseed-probe >"$said.check" 2>&1 || status=$?
	cat "$said.check"
	[ $status -eq 99 ] && grep -q 'forked in .*forkseed-probe' "$said.check"
}

point "a venv" /usr/bin/python3 -m venv "$venv"
all_in >"$2/before"
point "pip installs the wheel" pip install --no-index "$wheel"
PATH=$venv/bin:$PATH
point "forkseed is on PATH, whole and of one version" is "$(forkseed --version 2>&1)" "$("$venv/bin/python" -m forkseed --version)"
point "bare, children repeat each other" is "$(forkseed-probe)" "streams=1 state=own"
point "under it they do not" is "$(forkseed forkseed-probe)" "streams=8 state=own"
point "bare, children of Python share a generator object" is "$(python -c "$objects")" 1
point "under it each has its own" is "$(forkseed python -c "$objects")" 6
point "so they have by python -m forkseed" is "$(python -m forkseed python -c "$objects")" 6
point "--check finds the bug, and where" check_says
point "the doctor says yes" sh -c 'forkseed --doctor forkseed-probe | grep "^verdict: yes"'
point "--connections and --locks have their shims" is "$(forkseed --connections=isolate --locks=heal forkseed-probe)" "streams=8 state=own"
# of_musl N COMMAND: all that is drawn in 8 children, by 5 ways from 3 generators, is N streams.
of_musl() { [ "$("$2" "$musl" ways 2>&1 | grep -c ": $1\$")" = 15 ]; }
if [ -n "$musl" ]; then
	point "bare, children of a program of musl draw alike" of_musl 1 env
	point "under it they differ" of_musl 8 forkseed
	point "the doctor proves it" sh -c "forkseed --doctor '$musl' | grep '^probe: 8 children of a test program of musl'"
fi
pip uninstall -y forkseed
all_in >"$2/after"
point "pip uninstall leaves no file" diff "$2/before" "$2/after"
pip install --no-index "$wheel"
chmod -x "$venv/bin/forkseed"
"$venv/bin/python" -m forkseed true >"$said" 2>&1
point "a forkseed without execute rights is told in one line" \
	is "$? $(grep -c '^forkseed: cannot execute .*/bin/forkseed: Permission denied' "$said") $(wc -l <"$said")" "125 1 1"
rm "$venv/bin/forkseed"
"$venv/bin/python" -m forkseed true >"$said" 2>&1
point "so is one that is gone" is "$? $(grep -c '^forkseed: cannot execute .*: No such file' "$said") $(wc -l <"$said")" "125 1 1"
