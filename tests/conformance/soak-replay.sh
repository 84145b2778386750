#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 3, at length: replay.sh with 100 000 seeds; about ten minutes.
FORKSEED_TEST_SEEDS=100000 exec "$(dirname "$0")/replay.sh"
