#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# README.md's table of what is healed has a row for each runtime, in the table's order, with
# counts that a run has measured; and `make healed` writes it.
# shellcheck source-path=SCRIPTDIR disable=SC2016
. "$(dirname "$0")/../lib.sh"
names=$("$launcher" --list-runtimes | cut -d: -f1)

# rows FILE: the table's.
rows() { sed -n '/^<!-- healed/,/^<!-- end of healed/s/^| `\([^`]*\)` | .* | \([^|]*\) | \([^|]*\) |$/\1 \2 \3/p' "$1"; }

is "$(rows "$root/README.md" | cut -d' ' -f1)" "$names" "a row for each runtime"
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
is "$(rows "$tmp/README.md" | grep -v '^glib')" "$(rows "$root/README.md" | grep -v '^glib')" "what was not measured stays"
cmp -s <(sed "/^. .glib/d" "$tmp/README.md") <(sed "/^. .glib/d" "$root/README.md")
ok $? "and so does the rest of the page"
finish
