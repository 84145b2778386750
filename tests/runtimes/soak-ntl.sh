#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# NTL: each child's threads draw their own random numbers.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
ntl=$programs/runtimes/ntl

if here ntl libntl-dev; then
	for kind in words numbers bytes; do
		heals ntl $kind "$ntl" $kind
		keeps_parent $kind "$ntl" $kind
		keeps_seeds $kind "$ntl" $kind
		keeps_childs_seeds $kind "$ntl" $kind
	done
	is "$(limited "$launcher" "$ntl" thread | distinct)" "8 of 8" "thread: healed"
	repeatable thread "$ntl" thread
	never_hangs words "$ntl" words
	audited ntl words "drew in" "$ntl" words
fi
finish
