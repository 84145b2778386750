#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The one list of generators (launcher/doctor/field.txt): what is healed follows from the
# shim's own table, and what is wrong in a line stops the build with one line.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/field.bash"
list=$root/launcher/doctor/field.txt
rows=$root/shim/runtimes/runtimes.h
table() { awk -f "$root/launcher/doctor/field.awk" "$1" "$2"; }
# fate NAME WHAT: in the table made last
fate() { sed -n "s/^\t{\"$1\", \"$2[^\"]*\", \([A-Z]*\),.*/\1/p" "$tmp/table"; }

table "$rows" "$list" >"$tmp/table"
is "$(fate GLib g_random_int)" HEALED "a row of the shim's table heals"
sed '/X("glib"/d' "$rows" >"$tmp/runtimes.h"
table "$tmp/runtimes.h" "$list" >"$tmp/table"
is "$(fate GLib g_random_int)" UNHEALED "without the row it is not healed"
printf '\tX("nim", nim_adapter, "NimMain", "random")\n' >>"$tmp/runtimes.h"
sed 's/^Nim | random, oids | no /Nim | random, oids | nim no /' "$list" >"$tmp/list"
table "$tmp/runtimes.h" "$list" >"$tmp/table"
is "$(fate Nim random)" UNHEALED "a new adapter heals what names it: not yet"
table "$tmp/runtimes.h" "$tmp/list" >"$tmp/table"
is "$(fate Nim random)" HEALED "and now"

# wrong LINE PATTERN NAME: refused, in one line that names the place, and no table is made
wrong() {
	printf '# a comment\n%s\n' "$1" >"$tmp/wrong"
	table "$rows" "$tmp/wrong" >"$tmp/table" 2>"$tmp/err"
	is "$? $(wc -l <"$tmp/err")" "1 1" "$3: refused, in one line"
	grep -q "^$tmp/wrong:2: .*$2" "$tmp/err"
	ok $? "which says where and what"
}
wrong 'A | b | no | uses:x | none | c' '8 fields, or 9 .*, not 6' "a field is missing"
wrong 'A | b | no | import:x | none | c | | 1' "kind of mark: 'import'" "an unknown kind of mark"
wrong 'A | b | safe | uses:x | pid | c | 8/8 x | 1' "'not known' is one): 'pid'" "a check for a fork without its first version"
wrong 'A | b | Yes! | uses:x | none | c | | 1' "be healed: 'Yes!'" "an unknown fate"

# Every measured program is in one line, with counts.
awk -F ' *[|] *' '!/^#/ && NF { n = split($7, part, "; "); for (i = 1; i <= n; i++) print part[i] }' "$list" >"$tmp/measured"
is "$(grep -cvE '^[0-9-]+/[0-9-]+( [a-z0-9_.]+)+$' "$tmp/measured")" 0 "counts before the programs, in every line"
is "$(cut -d' ' -f2- "$tmp/measured" | tr ' ' '\n' | sort | uniq -d)" "" "no program is measured twice"
[ "$(cut -d' ' -f2- "$tmp/measured" | wc -w)" -ge 350 ]
ok $? "and there are 350"

# None was counted once and never again; and `make deps deps-soak` installs what they need.
programs_of() { sed '/^#/d; s/ *|.*//' "$field/programs.txt" | sort; }
is "$(cut -d' ' -f2- "$tmp/measured" | tr ' ' '\n' | sort | comm -3 - <(programs_of))" "" "each is run by the tests, and no other"
while IFS='|' read -r name _ language what _; do
	read -r language <<<"$language"
	[[ $name = '#'* ]] || package_with "$language" "${what// /}"
done <"$field/programs.txt" >"$tmp/packages"
sed -n 's/^[a-z]* *\([^:#]*\):.*/\1/p' "$root/scripts/packages" | tr '|' ' ' | tr -s ' ' '\n' >"$tmp/listed"
is "$(grep -vxF -f "$tmp/listed" "$tmp/packages" | sort -u)" "" "and its package is in scripts/packages"
finish
