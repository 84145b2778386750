#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# OpenCV: each child's theRNG() is its own, in the library's functions and in the program's.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
opencv=$programs/runtimes/opencv

if here opencv libopencv-core-dev; then
	for kind in matrix words; do
		heals opencv $kind "$opencv" $kind
		keeps_parent $kind "$opencv" $kind
		keeps_seeds $kind "$opencv" $kind
		keeps_childs_seeds $kind "$opencv" $kind
	done
	seldom_hangs matrix "$opencv" matrix
	audited opencv words "drew in draw_words" "$opencv" words
fi
finish
