#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# CHICKEN Scheme: pseudo-random numbers differ in each child.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
if need csi CHICKEN; then
	scheme=(csi -s "$root/tests/runtimes/chicken.scm")
	for kind in integer large real; do
		heals chicken $kind "${scheme[@]}" $kind
		keeps_seeds $kind "${scheme[@]}" $kind
		keeps_parent $kind "${scheme[@]}" $kind
	done
	audited chicken integer "drew in .*libchicken" "${scheme[@]}" integer
fi
finish
