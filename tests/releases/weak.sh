#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The shim has a dlopen() and a _Fork() on a glibc that has none, too (before 2.34): a program
# that asks whether they are there then finds them, and they must fail, not crash.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../conformance/same.bash"
weak=$programs/releases/weak

bare "$weak" >"$tmp/bare"
is "$? $(grep -c 'fails' "$tmp/bare")" "0 0" "bare: $(xargs <"$tmp/bare")"
shimmed "$weak" >"$tmp/shim" 2>"$tmp/err"
is "$? $(cat "$tmp/err")" "0 " "with the shim: $(xargs <"$tmp/shim")"
is "$(sed 's/fails/none/' "$tmp/shim")" "$(cat "$tmp/bare")" "what bare has works, what it has not fails"
# shellcheck disable=SC2016 # the inner shell expands it
same "FORKSEED=off" env FORKSEED=off bash -c '"$0" | sed s/fails/none/' "$weak"
finish
