#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# damage.sh with ten times the recordings.
FORKSEED_TEST_TIMES=10 exec "$(dirname "$0")/damage.sh"
