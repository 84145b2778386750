#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Mbed TLS: CTR_DRBG, HMAC_DRBG and PSA's keys differ in each child, which never waits for a
# lock that a thread of its parent held; signatures without randomness stay as they are.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
mbedtls=$programs/runtimes/mbedtls

if here mbedtls libmbedtls-dev; then
	for kind in ctr hmac psa key; do heals_keys mbedtls "$kind" "$mbedtls" $kind; done
	for kind in ctr buf; do keeps_parent "$kind" "$mbedtls" $kind; done
	keeps_seeds buf "$mbedtls" buf
	never_hangs psa "$mbedtls" psa
	audited_keys mbedtls ctr "drew in draw_ctr" "$mbedtls" ctr
	audited_keys mbedtls key psa_generate "$mbedtls" key
fi
finish
