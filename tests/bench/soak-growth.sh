#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The 1 000 000th child costs what the first one did, and its parent is not larger.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/growth.bash"

leaks
grows 1000000 "by getrandom"
grows 1000000 "--seed" FORKSEED_SEED=growth
finish
