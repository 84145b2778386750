#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# signal.sh with a fork at every step, whatever the handler does.
FORKSEED_TEST_EVERY=1 exec "$(dirname "$0")/signal.sh"
