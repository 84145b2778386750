#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# siblings.sh with five times the children: 100 000.
FORKSEED_TEST_CHILDREN=100000 exec "$(dirname "$0")/siblings.sh"
