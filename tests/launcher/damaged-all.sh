#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# damaged.sh with larger programs, a shell and make.
# By check-all alone.
# shellcheck source-path=SCRIPTDIR source=damaged.sh
how=long . "$(dirname "$0")/damaged.sh"
