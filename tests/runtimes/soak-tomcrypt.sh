#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# LibTomCrypt: its five generators differ in each child, by whichever way they are called.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
tomcrypt=$programs/runtimes/tomcrypt

if here tomcrypt libtomcrypt-dev; then
	for kind in yarrow fortuna; do heals_keys tomcrypt "$kind" "$tomcrypt" $kind; done
	for kind in rc4 sober128 chacha20 direct own key imported; do
		repeats "$kind" "$tomcrypt" $kind
		is "$(limited "$launcher" "$tomcrypt" $kind apart | distinct)" "24 of 24" "$kind: healed"
	done
	heals tomcrypt fixed "$tomcrypt" fixed
	keeps_parent fixed "$tomcrypt" fixed
	never_hangs chacha20 "$tomcrypt" chacha20
	audited_keys tomcrypt yarrow "drew in draw" "$tomcrypt" yarrow
	limited "$launcher" --check "$tomcrypt" sprng drawn >/dev/null 2>&1
	is $? 0 "what asks the system each time is no finding"
fi
finish
