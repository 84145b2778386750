#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# clock-seeds.sh with four times the children: 20 000.
FORKSEED_TEST_TIMES=4 exec "$(dirname "$0")/clock-seeds.sh"
