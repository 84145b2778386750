#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The manual pages are well-formed, have every option, and name nothing of ours that is not
# there.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
need mandoc "the manual pages are well-formed" || { finish && exit 0; }

# mandoc also looks whether the pages referred to are installed: no fault of ours.
lint() {
	mandoc -Tlint -W warning "$@" 2>&1 | grep -v -e 'outdated mandoc.db' -e 'referenced manual not found'
}
printf '.Dd November 29, 2026\n.Dt BAD 1\n.Os\n.Sh NAME\n.Nm bad\n.Sh OPTIONS\n.Op Fl x\n' >"$tmp/bad.1"
[ -n "$(lint "$tmp/bad.1")" ]
ok $? "a page without a description is found"
pages=("$root"/docs/man/*.[1-8])
is "$(printf '%s\n' "${pages[@]##*/}" | xargs)" "forkseed-audit.1 forkseed-probe.1 forkseed.1 forkseed.7" "there are four pages"
for page in "${pages[@]}"; do
	is "$(lint "$page")" "" "mandoc -Tlint -W warning finds nothing in ${page##*/}"
	is "$(sed -n 's/^\.Dt //p' "$page")" "$(basename "${page^^}" | tr . ' ')" "its title is its name"
done

text() { mandoc -Tutf8 "$1" | sed 's/.\x08//g'; }
# has_options PAGE OPTION...
has_options() {
	text "$1" >"$tmp/page"
	for option in "${@:2}"; do
		grep -q -e "$option\b" "$tmp/page"
		ok $? "${1##*/} has $option"
	done
}
mapfile -t options < <("$launcher" --help | grep -o '^  --[a-z-]*')
has_options "$root/docs/man/forkseed.1" "${options[@]}"
has_options "$root/docs/man/forkseed-audit.1" --suppressions --summary --report --format --help --version
for file in $(text "$root/docs/man/forkseed.7" | grep -o 'libforkseed[a-z-]*\.so' | sort -u); do
	check "forkseed.7: there is a $file" test -e "$build/$file"
done
is "$("$build/forkseed-probe") $("$launcher" "$build/forkseed-probe")" \
	"$(text "$root/docs/man/forkseed-probe.1" | grep -o 'streams=[18] state=own' | tail -n 2 | xargs)" \
	"forkseed-probe.1 shows what it prints"
finish
