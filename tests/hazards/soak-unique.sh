#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 2: a million children, where a 32-bit seed would repeat more than a hundred streams.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/outcomes.sh"
. "$(dirname "$0")/uniqueness.sh"
unique 1000000
finish
