#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What an audit tells of shared keys: before all else, though they were healed and other
# streams were not; in every format.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
mbedtls=$programs/runtimes/mbedtls

if [ ! -x "$build/forkseed-audit" ]; then
	skip "forkseed-audit is not built without libdw-dev (make deps)" "severities"
elif here mbedtls libmbedtls-dev; then
	# shellcheck disable=SC2016 # the shell's own
	limited "$launcher" --keep=random --check --audit="$tmp/report" --format=gitlab:"$tmp/gitlab" \
		--format=junit:"$tmp/junit" bash -c '"$0" drawn 20 && "$1" ctr drawn 3' \
		"$programs/runtimes/rand" "$mbedtls" >/dev/null 2>"$tmp/said"
	is $? 99 "keys and numbers: found"
	is "$(grep -o '^forkseed: [a-z0-9:]* .*drew from the [a-z]* stream' "$tmp/said" | sed 's/drew.*the //; s/^forkseed: //; s/ children//')" \
		"$(printf '%s\n' 'security: 3 mbedtls stream' '20 random stream')" "keys first"
	grep -q 'what to do: keys and nonces come from it' "$tmp/said"
	ok $? "with what that means"
	is "$(sed -n 's/.*"generator":"\([a-z]*\)".*"severity":\([a-z"]*\).*"group":\([0-9]*\).*/\1 \2 \3/p' "$tmp/report" | sort | uniq -c | sed 's/^ *//')" \
		"$(printf '%s\n' '3 mbedtls "security" 1' '20 random null 2')" "in FILE"
	is "$(grep -o '"severity":"[a-z]*"' "$tmp/gitlab" | xargs)" "severity:blocker severity:critical" "for GitLab"
	is "$(grep -c 'security: 3 children drew' "$tmp/junit")" 1 "for JUnit"
fi
finish
