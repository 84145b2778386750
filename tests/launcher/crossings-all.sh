#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# crossings.sh with the other tools.
# By check-all alone.
# shellcheck source-path=SCRIPTDIR source=crossings.sh
how=long . "$(dirname "$0")/crossings.sh"
