#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 5 as in locks.sh, for 3000 children of each kind of generator.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"
. "$(dirname "$0")/orphans.bash"
bare() { timeout -k 5 1800 env -u LD_PRELOAD "$@"; }
shimmed() { timeout -k 5 1800 env LD_PRELOAD="$shim" "$@"; }

need_module numpy "orphaned locks" && orphans 3000
finish
