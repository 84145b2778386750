#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The full counts of --locks=heal,mutexes: 0 of 1000 for each kind of mutex.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/locks.bash"

all_of mutexes heal,mutexes 1000
finish
