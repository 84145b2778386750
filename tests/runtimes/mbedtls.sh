#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Mbed TLS: CTR_DRBG, HMAC_DRBG and PSA's keys differ in each child, which never waits for a
# lock that a thread of its parent held; signatures without randomness stay as they are.
# From 3.6.6 on PSA notices a fork itself.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
mbedtls=$programs/runtimes/mbedtls

if here mbedtls libmbedtls-dev; then
	kinds=(hmac ctr)
	if [ "$(limited "$mbedtls" psa drawn | distinct)" = "8 of 8" ]; then
		is "$(limited "$launcher" "$mbedtls" key apart | distinct)" "24 of 24" "PSA that is safe bare"
		limited "$launcher" --check "$mbedtls" psa drawn >/dev/null 2>&1
		is $? 0 "PSA that is safe bare is no finding"
	else
		kinds+=(key psa)
		audited_keys mbedtls key psa_generate "$mbedtls" key
	fi
	for kind in "${kinds[@]}"; do heals_keys mbedtls "$kind" "$mbedtls" "$kind"; done
	for kind in ctr buf; do keeps_parent "$kind" "$mbedtls" $kind; done
	keeps_seeds buf "$mbedtls" buf
	for kind in ctr buf; do keeps_childs_seeds "$kind" "$mbedtls" $kind; done
	is "$(limited "$launcher" "$mbedtls" reseed apart | distinct)" "24 of 24" "reseed: by the system, in each child"
	if [ -x "$build/forkseed-audit" ]; then
		limited "$launcher" --check "$mbedtls" reseed >/dev/null 2>&1
		is $? 0 "reseed: that is no finding"
	fi
	if [ "${kinds[-1]}" = psa ]; then never_waits psa "$mbedtls" psa; else never_hangs ctr "$mbedtls" ctr; fi
	audited_keys mbedtls ctr "drew in draw_ctr" "$mbedtls" ctr
fi
finish
