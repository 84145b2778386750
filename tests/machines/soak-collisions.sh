#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# collisions.sh with more children: 10^8 that are given one of 2^48 streams.
# shellcheck source-path=SCRIPTDIR source=collisions.sh
how=long . "$(dirname "$0")/collisions.sh"
