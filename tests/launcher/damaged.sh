#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 7: harmless. A damaged program must not crash the launcher that looks at it: the
# kernel says what is wrong with it. Fails, too, when the damage makes no difference.
# damaged-all.sh: larger programs.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"

damaged_programs=("$probe")
[ "${how-short}" = short ] || damaged_programs=("$(command -v sh)" "$(command -v make)")
for program in "${damaged_programs[@]}"; do
	small=$tmp/small
	head -c 300000 "$program" >"$small"
	printf '# %s: ' "${program##*/}"
	"$programs/launcher/damaged" "$small"
	ok $? "damaged copies of ${program##*/} are read within their bounds"
done
finish
