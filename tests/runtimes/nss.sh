#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# NSS: random bytes, keys and the secret numbers of signatures differ in each child, which
# gets random bytes though a thread of its parent held NSS's locks.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
nss=$programs/runtimes/nss

if here nss libnss3-dev; then
	for kind in random slot sign; do heals_keys nss "$kind" "$nss" $kind; done
	kinds=(key pair again beside pad)
	"$nss" capsule drawn >/dev/null 2>&1
	[ $? -eq 3 ] || kinds+=(capsule)
	for kind in "${kinds[@]}"; do
		repeats "$kind" "$nss" "$kind"
		is "$(limited "$launcher" "$nss" "$kind" apart | distinct)" "24 of 24" "$kind: healed"
	done
	if [ -x "$build/forkseed-audit" ]; then
		is "$(limited "$launcher" --keep=nss --audit="$tmp/report" "$nss" random drawn 2>/dev/null | distinct)" \
			"$(limited "$nss" random drawn | distinct)" "random: --keep=nss and an audit is as bare"
		is "$(grep -c '"kind":"inherited","generator":"nss"' "$tmp/report")" 8 "random: and told of"
	fi
	never_waits random "$nss" random
	audited_keys nss random "drew in draw_random" "$nss" random
	audited_keys nss pair PK11_GenerateKeyPair "$nss" pair
fi
finish
