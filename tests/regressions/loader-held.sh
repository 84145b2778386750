#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A child forks though a thread of its parent's was inside the dynamic linker: what the parent
# has opened is for the parent to look at.
. "$(dirname "$0")/../lib.sh"
held=$programs/regressions/loader-held

is "$(bare "$held")" forked "bare: the child forks"
is "$(bare "$held" walk)" hung "bare: where it asks for the loaded objects it hangs, so this witness can see"
is "$(env LD_PRELOAD="$shim" "$held")" forked "with the shim"
for settings in FORKSEED_SEED=x FORKSEED_WHEN=fork FORKSEED_AUDIT="$tmp/report"; do
	is "$(env "$settings" LD_PRELOAD="$shim" "$held")" forked "with ${settings%%=*}"
done
[ -s "$tmp/report.raw" ]
ok $? "which has recorded"
finish
