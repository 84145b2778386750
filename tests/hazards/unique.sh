#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 2: 20 000 children, six streams each, compared by four consecutive draws.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/outcomes.sh"
. "$(dirname "$0")/uniqueness.sh"
unique 20000
finish
