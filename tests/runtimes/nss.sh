#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# NSS: random bytes, keys and the secret numbers of signatures differ in each child, which
# gets random bytes though a thread of its parent held NSS's locks.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
nss=$programs/runtimes/nss

if here nss libnss3-dev; then
	for kind in random slot key pair sign again; do heals_keys nss "$kind" "$nss" $kind; done
	never_hangs random "$nss" random
	audited_keys nss random "drew in draw_random" "$nss" random
	audited_keys nss pair PK11_GenerateKeyPair "$nss" pair
fi
finish
