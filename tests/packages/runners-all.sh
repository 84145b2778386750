#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# docs/ci.md's commands for tox, ctest and meson, as runners.sh has it for pytest.
# By check-all alone.
# shellcheck source-path=SCRIPTDIR source=runners.sh
how=long . "$(dirname "$0")/runners.sh"
