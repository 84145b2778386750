#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 1: a program that draws after daemon(), or in a child of forkpty(), started 8 times:
# the same draws each time bare, its own with the shim.
# The $ in single quotes are for the program under test.
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/heals.bash"

daemons=$programs/programs/daemons
# The pipe stays open until the daemon is done.
started='for i in 1 2 3 4 5 6 7 8; do "$0" "$1" | cat; done'

heals "daemon()" bash -c "$started" "$daemons" daemon
heals "forkpty()" bash -c "$started" "$daemons" forkpty
finish
