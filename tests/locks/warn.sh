#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --locks=warn: who would hang is told, with the function, the thread that was inside, the
# fork and the need; nothing is changed, and nobody else is accused.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/locks.bash"
functions=$programs/locks/functions

if [ ! -x "$build/forkseed-audit" ]; then
	skip "forkseed-audit is not built without libdw-dev (make deps)" "--locks=warn"
	finish
	exit 0
fi

# warned NAME: exit status, and how many findings of which kind.
warned() {
	local status
	runs 60 "$launcher" --check --locks=warn --audit="$tmp/report" "$functions" "$1" 12 300 >"$tmp/out"
	status=$?
	echo "$status $(grep -o '"kind":"[^"]*"' "$tmp/report" | sort | uniq -c | sed 's/^ *[0-9]* //' | xargs)"
}

# found NAME: the same, of a function whose thread chance may have spared: looked at up to five times.
found() {
	local said
	for _ in 1 2 3 4 5; do
		said=$(warned "$1")
		[ "$said" = "0 " ] || break
	done
	echo "$said"
}

# hangs NAME: of the twelve, or, where chance spared them, of more, bare.
hangs() {
	local try
	for try in 1 2 3 4 5; do
		grep -q '^hung=[1-9]' "$tmp/out" && return
		echo "# $1: none of these hung, look again ($try)"
		runs 30 "$functions" "$1" 200 150 stop >"$tmp/out"
	done
	grep -q '^hung=[1-9]' "$tmp/out"
}

for name in localtime_r 'localtime, then syslog' getpwnam 'setlocale, then strerror' \
	dl_iterate_phdr 'dl_iterate_phdr, then dlopen'; do
	is "$(found "$name")" "99 kind:lock-inherited" "$name: its children are found"
	hangs "$name"
	ok $? "$name: and hang as bare: $(head -n 1 "$tmp/out")"
done
found localtime_r >/dev/null
inside='thread [0-9]* was in localtime_r(), called from do_localtime_r (tests/locks/table.c:[0-9]*)'
for words in "localtime_r(): at the fork $inside" 'forked in make ' 'needed in do_localtime_r '; do
	grep -q "$words" "$tmp/out"
	ok $? "told: $words"
done
for name in getpwnam_r 'getpwnam, then getpwuid' strerror 'setlocale, then printf'; do
	is "$(warned "$name")" "0 " "$name: its children need no lock that is held"
done
is "$(FORKSEED_LOCKS=warn runs 20 env LD_PRELOAD="$shim:$build/libforkseed-locks.so" "$programs/locks/stays" long)" \
	"long: slow=0 hung=0" "without an audit there is nothing to warn of"
finish
