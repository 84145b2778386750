#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# seccomp.sh with 1000 children in each sandbox.
FORKSEED_TEST_CHILDREN=1000 exec "$(dirname "$0")/seccomp.sh"
