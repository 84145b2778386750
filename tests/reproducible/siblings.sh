#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Promise 2 in reproducible mode: 20 000 children (soak-siblings.sh: 100 000) of a parent that
# does not draw in between, compared by four draws of random's types 0 to 4 and of drand48.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../hazards/outcomes.sh"
. "$(dirname "$0")/../hazards/uniqueness.sh"
export FORKSEED_SEED=siblings
unique "${FORKSEED_TEST_CHILDREN:-20000}"
finish
