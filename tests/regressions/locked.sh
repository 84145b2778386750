#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A small program that locks all its memory can still do so: no mode takes room for what might
# be. (An audit does: its report is 32 MB, which docs/audit.md says.)
. "$(dirname "$0")/../lib.sh"
locked=$programs/regressions/locked

is "$(bare "$locked" 8)" "mlockall: ok" "mlockall: bare"
is "$(bare "$locked" 1)" "mlockall: Cannot allocate memory" \
	"mlockall: bare, with less room it is refused, so this witness can see"
for mode in --when=fork --seed=x --connections=isolate --connections=isolate,eager; do
	is "$("$launcher" $mode "$locked" 8)" "mlockall: ok" "mlockall: $mode"
done
finish
