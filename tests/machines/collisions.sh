#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# docs/many-machines.md's arithmetic: its tables and its picture are what scripts/collisions prints, and
# that is what a simulation counts.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
python=/usr/bin/python3
need "$python" "the arithmetic of collisions" || { finish && exit 0; }

# table N: the document's, by how it begins.
table() { awk -v wanted="$1" '/^\| children \|/ { inside = ++n == wanted } !/^\|/ { inside = 0 } inside' "$root/docs/many-machines.md"; }
is "$(table 1)" "$("$python" "$root/scripts/collisions" chances)" "the document's table of chances"
is "$(table 2)" "$("$python" "$root/scripts/collisions" shared)" "and that of children"
"$python" "$root/scripts/collisions" picture | cmp -s - "$root/docs/collisions.svg"
ok $? "and its picture are the arithmetic's"
if need xmllint "the picture is XML"; then check "the picture is XML" xmllint --noout "$root/docs/collisions.svg"; fi

if ! "$python" -c 'import numpy' 2>/dev/null; then
	lacks python3-numpy "the arithmetic is what a simulation counts"
	finish
	exit 0
fi
"$python" "$root/tests/machines/collisions.py" "${how-short}" >"$tmp/told" 2>"$tmp/err"
ok $? "the simulation runs: $(wc -l <"$tmp/told") counts"
while read -r verdict line; do
	[ "$verdict" = ok ]
	ok $? "$line"
done <"$tmp/told"
tail -n 3 "$tmp/err" | sed 's/^/#   /'
finish
