#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The 2000th child costs what the first one did, and its parent is not larger. (soak-growth.sh:
# the millionth.)
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/growth.bash"

leaks
grows 2000 "by getrandom"
grows 2000 "--seed" FORKSEED_SEED=growth
grows 2000 "--when=fork" FORKSEED_WHEN=fork
finish
