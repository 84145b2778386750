#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# APR: apr_random_t differs in each child that fork(2) made; where APR is told of the child,
# which is safe, it is let alone.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
apr=$programs/runtimes/apr

if here apr libapr1-dev; then
	for kind in insecure secure; do heals_keys apr "$kind" "$apr" $kind; done
	heals apr fixed "$apr" fixed
	keeps_parent fixed "$apr" fixed
	never_hangs insecure "$apr" insecure
	audited_keys apr insecure "drew in draw_insecure" "$apr" insecure
	is "$(limited "$apr" told drawn | distinct)" "8 of 8" "told of its children: safe bare"
	limited "$launcher" --check "$apr" told drawn >/dev/null 2>&1
	is $? 0 "told of its children: no finding"
fi
finish
