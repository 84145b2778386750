#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 5: NumPy holds a generator's lock (Lock; RLock is put in its place) while it fills an
# array. Forked at that time, bare children hang; with the shim none.
# The thread holds the lock nearly always: that all 12 bare children escape is out of reach.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"
. "$(dirname "$0")/orphans.bash"

need_module numpy "orphaned locks" && orphans 40
finish
