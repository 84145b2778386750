#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 1: yash's $RANDOM is libc's rand(); its subshells draw their own.
# The $ in single quotes are for the program under test.
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/heals.bash"

draws='echo $RANDOM $RANDOM $RANDOM $RANDOM'

need yash "yash: \$RANDOM" && {
	heals "yash, subshells" yash -c "for i in 1 2 3 4 5 6 7 8; do ($draws); done"
	same "yash, RANDOM seeded in a subshell" yash -c "(RANDOM=42; $draws)"
}
finish
