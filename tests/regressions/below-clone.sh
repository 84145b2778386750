#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# An audit reads no stack but the one that a child is on, nor beyond its end.
. "$(dirname "$0")/../lib.sh"
below=$programs/regressions/below-clone

is "$(bare "$below")" lives "bare: the child lives"
is "$(env LD_PRELOAD="$shim" "$below")" lives "with the shim"
for settings in FORKSEED_SEED= FORKSEED_SEED=x; do
	is "$(env LD_PRELOAD="$shim" FORKSEED_AUDIT="$tmp/report" "$settings" "$below")" lives \
		"with an audit, and ${settings#*_}"
done
finish
