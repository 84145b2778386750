#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --locks=heal: while two threads of the parent are inside a function of libc's, children
# hang in it bare, and none does with the gate. Quick: a few children for each function;
# soak-functions.sh has more. What crashes bare (dlopen beside dlopen) is not run bare.
# Takes long.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/locks.bash"

all_of functions heal 25
finish
