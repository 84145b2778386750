#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# wolfSSL: generator objects, keys and RAND_bytes() differ in each child, which never waits
# for the lock of the latter.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
wolfssl=$programs/runtimes/wolfssl

# 5.9 asks for the pid, as Debian builds it; 5.5 and 5.7 do not.
# shellcheck disable=SC2034 # runtimes.bash reads it
case $(pkg-config --modversion wolfssl 2>/dev/null) in
5.[0-7].*) safe_bare='' ;;
*) safe_bare=yes ;;
esac

if here wolfssl libwolfssl-dev; then
	for kind in rng key bytes; do heals_keys wolfssl "$kind" "$wolfssl" $kind; done
	if [ -z "$safe_bare" ]; then never_waits bytes "$wolfssl" bytes; else never_hangs bytes "$wolfssl" bytes; fi
	for kind in byte new ex nonce nonce_ex renewed; do is "$(limited "$launcher" "$wolfssl" $kind apart | distinct)" "24 of 24" "$kind: grandchildren"; done
	audited_keys wolfssl rng "drew in draw_rng" "$wolfssl" rng
	audited_keys wolfssl bytes RAND_bytes "$wolfssl" bytes
fi
finish
