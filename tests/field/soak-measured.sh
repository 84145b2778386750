#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# All programs of the field whose packages are here do what docs/field.md says.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/field.bash"
measure_all quick soak
finish
