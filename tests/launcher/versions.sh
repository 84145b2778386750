#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# All parts are of one version: those that were built, what they say of themselves, and the
# packages'. Of parts that are not the launcher says which.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"

version=$(sed -n 's/^VERSION := //p' "$root/Makefile")
is "$("$launcher" --version 2>&1)" "forkseed $version" "the launcher's is the Makefile's, and nothing is stale"
[ ! -x "$build/forkseed-audit" ] || is "$("$build/forkseed-audit" --version)" "forkseed-audit $version" "the audit's too"
is "$(sed -n '1s/^forkseed (\(.*\)) .*/\1/p' "$root/packaging/debian/changelog")" "$version" "the Debian changelog's"
is "$(sed -n 's/^## \([0-9][^ ]*\).*/\1/p' "$root/CHANGELOG.md" | head -n 1)" "$version" "the CHANGELOG's"

# age FILE VERSION: as if it had been built of another version, with as many letters.
age() {
	local at
	at=$(readelf -SW "$1" | awk '{ for (i = 1; i < NF; i++) if ($i == ".forkseed_version") print $(i + 3) }')
	printf %s "$2" | dd of="$1" bs=1 seek=$((16#$at)) conv=notrunc status=none
}

parts=(libforkseed.so libforkseed-connections.so libforkseed-locks.so libforkseed-execs.so libforkseed-adapters.so
	forkseed-probe)
[ ! -x "$build/forkseed-audit" ] || parts+=(forkseed-audit)
[ ! -e "$build/libforkseed-musl.so" ] || parts+=(libforkseed-musl.so libforkseed-musl-probe)
mkdir "$tmp/tree"
for part in "${parts[@]}"; do
	rm -f "$tmp/tree"/*
	cp "$launcher" "${parts[@]/#/$build/}" "$tmp/tree"
	age "$tmp/tree/$part" 9.9.9
	"$tmp/tree/forkseed" --version >"$tmp/out" 2>"$tmp/err"
	is "$? $(cat "$tmp/out") $(cat "$tmp/err")" "125 forkseed $version forkseed: not of this version, $version: $tmp/tree/$part (9.9.9): build or install all of it again" \
		"$part of another version is told by --version"
done
age "$tmp/tree/libforkseed-locks.so" 9.9.8
is "$("$tmp/tree/forkseed" --version 2>&1 >/dev/null | grep -o '[^/]* ([^)]*)' | xargs)" \
	"libforkseed-locks.so (9.9.8) ${parts[-1]} (9.9.9)" "several in one line"
is "$("$tmp/tree/forkseed" --doctor "$probe" | grep -c "^version: .*libforkseed-locks.so (9.9.8)")" 1 "--doctor tells of it"
is "$("$tmp/tree/forkseed" "$probe" 2>&1)" "$protected" "a command is run, and nothing is said"
if [ -x "$build/forkseed-audit" ]; then
	"$tmp/tree/forkseed" --audit true 2>"$tmp/err"
	is "$? $(grep -c 'not of this version' "$tmp/err")" "0 1" "an audit says it"
fi
objcopy -R .forkseed_version "$build/forkseed-probe" "$tmp/tree/forkseed-probe"
is "$("$tmp/tree/forkseed" --version 2>&1 | grep -o 'forkseed-probe (.*)')" "forkseed-probe (unknown)" "one that says nothing is unknown"
rm "$tmp/tree"/lib* "$tmp/tree/forkseed-probe" "$tmp/tree/forkseed-audit"
is "$("$tmp/tree/forkseed" --version 2>&1)" "forkseed $version" "what is not there is not stale"
strip -o "$tmp/tree/libforkseed.so" "$shim"
is "$("$tmp/tree/forkseed" --version 2>&1)" "forkseed $version" "stripped files still have theirs"
finish
