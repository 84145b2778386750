#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# c-ares: the ids of DNS queries differ in each child, where the channel was inherited.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
cares=$programs/runtimes/cares

if here cares libc-ares-dev; then
	limited "$launcher" --check --audit="$tmp/report" "$cares" >/dev/null 2>"$tmp/said"
	if grep -q 'whose ids are out of reach' "$tmp/said"; then
		ok 0 "this c-ares is left alone, and told of"
	else
		heals cares ids "$cares"
		audited cares ids "drew in ask" "$cares"
	fi
fi
finish
