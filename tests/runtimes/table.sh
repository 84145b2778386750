#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# README.md's table of what is healed names each runtime once, in the table's order, with
# counts that a run has measured; and `make healed` writes it.
# shellcheck source-path=SCRIPTDIR disable=SC2016
. "$(dirname "$0")/../lib.sh"
names=$("$launcher" --list-runtimes | cut -d: -f1)

# rows FILE: the table's, a runtime a line, with its counts.
rows() {
	sed -n '/^<!-- healed/,/^<!-- end of healed/p' "$1" | awk -F ' *[|] *' '/^. `/ {
		for (i = split($2, part, "`") - 1; i > 1; i -= 2)
			print part[i], $3, $4
	}'
}

is "$(rows "$root/README.md" | cut -d' ' -f1 | sort)" "$(sort <<<"$names")" "each runtime is there once"
is "$(rows "$root/README.md" | grep -cvE ' [1-7] of 8 8 of 8$')" 0 "bare they repeat, healed all eight differ"

# By a test that measures one of them; the others' counts stay.
mkdir -p "$tmp/tests"
cat >"$tmp/tests/some.sh" <<'END'
#!/bin/sh
echo 'glib|3 of 8|7 of 8' >>"$HEALED_TO"
echo 'glib|2 of 8|8 of 8' >>"$HEALED_TO"
echo 'ok 1 - measured'
END
chmod 755 "$tmp/tests/some.sh"
cp "$root/README.md" "$tmp/README.md"
README=$tmp/README.md "$root/scripts/healed" "$tmp/tests/some.sh" >"$tmp/out" 2>&1
is "$? $(rows "$tmp/README.md" | grep '^glib')" "0 glib 2 of 8 7 of 8" "of several generators the fewest that were distinct"
is "$(rows "$tmp/README.md" | grep -v '^glib' | sort)" "$(rows "$root/README.md" | grep -v '^glib' | sort)" "what was not measured stays"
cmp -s <(grep -v '^| `' "$tmp/README.md") <(grep -v '^| `' "$root/README.md")
ok $? "and so does the rest of the page"
finish
