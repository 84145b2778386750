#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# libsodium's internal generator: bare, children repeat the words that it keeps, and are
# aborted when they need more; healed, each draws its own. Other generators are left alone.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
sodium=$programs/runtimes/sodium

if here sodium libsodium-dev; then
	for kind in word below; do heals_keys sodium "$kind" "$sodium" $kind; done
	for kind in buf bytes key; do
		is "$(limited "$sodium" $kind drawn | wc -l)" 0 "$kind: bare, libsodium aborts each child"
		is "$(limited "$launcher" "$sodium" $kind apart | distinct)" "24 of 24" "$kind: healed"
	done
	is "$(limited "$launcher" "$sodium" system apart | distinct)" "24 of 24" "the system's generator"
	keeps_parent chosen "$sodium" chosen
	is "$(limited "$launcher" "$sodium" chosen drawn)" "$(limited "$sodium" chosen drawn)" \
		"a generator of the program's own: as bare"
	never_hangs word "$sodium" word
	audited_keys sodium word "drew in draw_word" "$sodium" word
	limited "$launcher" --check "$sodium" system drawn >/dev/null 2>&1
	is $? 0 "the system's generator is no finding"
fi
finish
