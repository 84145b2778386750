#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --locks=heal,mutexes: the same for mutexes and rwlocks of every kind, of the program and
# of libraries.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/locks.bash"

all_of mutexes heal,mutexes 60
finish
