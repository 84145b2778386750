#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 7 for scripts: they are judged by the program that runs them. Promise 1: a
# script's programs are protected.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"

# script NAME: an executable file from stdin.
script() { cat >"$tmp/$1" && chmod 755 "$tmp/$1"; }

script shell <<<"#!/bin/sh
exec '$probe'"
is "$(bare "$tmp/shell")" "$unprotected" "bare, a script's program repeats"
is "$("$launcher" "$tmp/shell" 2>&1)" "$protected" "a script is protected"
script spaced <<<"#! 	/bin/sh  -e
exec '$probe'"
is "$("$launcher" "$tmp/spaced" 2>&1)" "$protected" "blanks before and after the interpreter"
script nested <<<"#!$tmp/shell"
is "$("$launcher" "$tmp/nested" 2>&1)" "$protected" "a script whose interpreter is a script"
script plain <<<"'$probe' words \"\$0\" \"\$@\"; exec '$probe'"
is "$("$launcher" "$tmp/plain" 'a b' '' 2>&1)" "[$probe][words][$tmp/plain][a b][]
$protected" "a text without #! is run by sh, as execvp does"
script empty </dev/null
is "$(status_of "$launcher" "$tmp/empty")" "$(status_of env "$tmp/empty")" "an empty file, as env has it"
script env <<<"#!/usr/bin/env sh
exec '$probe'"
is "$("$launcher" "$tmp/env" 2>&1)" "$protected" "by env"
is "$(PATH=$tmp:$PATH "$launcher" nested 2>&1)" "$protected" "found on PATH"

script gone <<<"#!/no/such/interpreter"
fails 127 '/no/such/interpreter' "an interpreter that is not there" "$launcher" "$tmp/gone"
for i in 1 2 3 4 5 6 7 8; do script "deep$i" <<<"#!$tmp/deep$((i + 1))"; done
script deep9 <<<"#!/bin/sh"
is "$(status_of "$launcher" "$tmp/deep1")" "$(status_of env "$tmp/deep1")" \
	"more interpreters than the kernel follows, as env has it"
script loop <<<"#!$tmp/loop"
fails 126 'Too many\|Symbolic link loop' "a script that is its own interpreter" timeout 10 "$launcher" "$tmp/loop"

if ${CC:-cc} -static "$root/tests/launcher/probe.c" -o "$tmp/static" 2>/dev/null; then
	script by-static <<<"#!$tmp/static"
	is "$(shimmed "$tmp/by-static")" "$unprotected" "a static interpreter silently runs unprotected"
	fails 125 "$tmp/static .*statically" "it is refused by its name" "$launcher" "$tmp/by-static"
	is "$("$launcher" --force "$tmp/by-static" 2>&1)" "$unprotected" "--force runs it"
	script nested-static <<<"#!$tmp/by-static"
	fails 125 "$tmp/static .*statically" "two steps deep" "$launcher" "$tmp/nested-static"
	script env-static <<<'#!/usr/bin/env static'
	fails 125 "$tmp/static .*statically" "behind env" env PATH="$tmp:$PATH" "$launcher" "$tmp/env-static"
	script env-split <<<'#!/usr/bin/env -S A=1 static -x'
	fails 125 "$tmp/static .*statically" "behind env -S" env PATH="$tmp:$PATH" "$launcher" "$tmp/env-split"
else
	skip "no static libc" "a script with a static interpreter is refused"
fi
finish
