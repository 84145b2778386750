#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# docs/ci.md's command for pytest: its tests pass bare although their workers share a stream, and
# the command finds it. runners-all.sh has tox, ctest and meson.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/project.bash"
unset LD_PRELOAD MAKEFLAGS MAKELEVEL MFLAGS
[ -x "$build/forkseed-audit" ] || { lacks libdw-dev "docs/ci.md's runners" && finish && exit 0; }
export PATH=$build:/usr/bin:$PATH HOME=$tmp

# command RUNNER: the document's, as it stands there.
command_of() { sed -n "/^## Test runners/,/^## What/s/^\(forkseed --check -- \)\{0,1\}\($1 .*\)/\1\2/p" "$root/docs/ci.md" | head -n 1; }

# finds NAME DIRECTORY RUNNER STATUS: bare all passes, and the document's command exits with STATUS
# and tells of the workers.
finds() {
	local command
	command=$(command_of "$3")
	(cd "$2" && eval "${command#forkseed --check -- }") >"$tmp/bare" 2>&1
	ok $? "$1: bare, the tests pass"
	(cd "$2" && eval "$command") >"$tmp/out" 2>&1
	is "$?" "$4" "$1: '$command' fails"
	grep -q 'children drew from the .*stream that they inherited' "$tmp/out"
	ok $? "$1: and says what it found"
}

workers() {
	cat <<'END'
import os, random
GENERATOR = random.Random()
def draw():
    return GENERATOR.random()
def test_workers():
    for i in range(3):
        if os.fork() == 0:
            draw()
            os._exit(0)
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
END
}

pytest_finds() {
	mkdir -p "$tmp/python/tests"
	workers >"$tmp/python/tests/test_workers.py"
	if /usr/bin/python3 -c 'import pytest' 2>/dev/null; then
		mkdir "$tmp/bin"
		printf '#!/bin/sh\nexec /usr/bin/python3 -m pytest -p no:cacheprovider "$@"\n' >"$tmp/bin/pytest"
		chmod +x "$tmp/bin/pytest"
		PATH=$tmp/bin:$PATH
		finds pytest "$tmp/python" pytest 99
		grep -q 'drew in draw (.*test_workers.py:4)' "$tmp/out"
		ok $? "pytest: by function and line of the test"
	else
		lacks python3-pytest "pytest"
	fi
}
tox_finds() {
	need tox "tox" || return
	printf '%s\n' '[tox]' 'envlist = py' 'skipsdist = true' '[testenv]' 'sitepackages = true' \
		"$(grep -A 2 '^passenv' "$root/docs/ci.md")" "commands = python3 -c 'import sys; sys.path.append(\"tests\"); import test_workers; test_workers.test_workers()'" >"$tmp/python/tox.ini"
	finds tox "$tmp/python" tox 99
	sed -i /^passenv/,+2d "$tmp/python/tox.ini"
	(cd "$tmp/python" && forkseed --check -- tox run) >"$tmp/out" 2>&1
	is "$? $(grep -c 'started without LD_PRELOAD' "$tmp/out")" "99 1" "tox: without that line, the check says what is missing"
}
if [ "${how-short}" = short ]; then
	pytest_finds
	finish
	exit 0
fi

mkdir -p "$tmp/python/tests"
workers >"$tmp/python/tests/test_workers.py"
tox_finds
make_project "$tmp/c"
if need cmake "ctest"; then
	printf '%s\n' 'cmake_minimum_required(VERSION 3.13)' 'project(workers C)' 'enable_testing()' \
		'add_executable(workers src/workers.c)' 'add_test(NAME workers COMMAND workers)' >"$tmp/c/CMakeLists.txt"
	cmake -S "$tmp/c" -B "$tmp/c/cmake" >"$tmp/log" 2>&1 && cmake --build "$tmp/c/cmake" >>"$tmp/log" 2>&1
	finds ctest "$tmp/c/cmake" ctest 99
	command=$(sed -n "/^## Test runners/,/^## What/s/^cmake -B build /cmake -B each /p" "$root/docs/ci.md" | sed 's/ build/ each/g')
	# A launcher is 3.29's; before, the document says, this takes its place.
	printf '%s\n' 3.29 "$(cmake --version | sed -n 's/^cmake version //p')" | sort -CV || command=${command/TEST_LAUNCHER/CROSSCOMPILING_EMULATOR}
	(cd "$tmp/c" && eval "$command") >"$tmp/out" 2>&1
	is "$? $(grep -c '1 - workers (Failed)' "$tmp/out")" "8 1" "ctest: '$command' fails the one test"
	grep -q 'children drew from the .*stream that they inherited' "$tmp/c/each/Testing/Temporary/LastTest.log"
	ok $? "ctest: and its log says what was found"
fi
if need meson "meson" && need ninja "meson"; then
	printf '%s\n' "project('workers', 'c')" "test('workers', executable('workers', 'src/workers.c'))" >"$tmp/c/meson.build"
	meson setup "$tmp/c/meson" "$tmp/c" >"$tmp/log" 2>&1 && ninja -C "$tmp/c/meson" >>"$tmp/log" 2>&1
	(cd "$tmp/c/meson" && meson test) >"$tmp/bare" 2>&1
	ok $? "meson: bare, the test passes"
	command=$(command_of meson)
	(cd "$tmp/c/meson" && eval "$command") >"$tmp/out" 2>&1
	is "$?" 1 "meson: '$command' fails the one test"
	grep -q 'children drew from the .*stream that they inherited' "$tmp"/c/meson/meson-logs/testlog-forkseed.txt
	ok $? "meson: and its log says what was found"
fi
finish
