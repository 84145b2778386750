#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# docs/field.md is what the list makes; and the quick ones of its programs, a fifth, do what it says.
# Takes long.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/field.bash"
here=$root/launcher/doctor
awk -f "$here/page.awk" "$root/shim/runtimes/runtimes.h" "$root/tests/field/programs.txt" "$here"/field-{head,tail}.md "$list" >"$tmp/page"
cmp -s "$tmp/page" "$root/docs/field.md"
ok $? "docs/field.md is as the list is (else: make docs)"
measure_all quick
finish
