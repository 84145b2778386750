#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Lines of a script that waits for ever: of Python, of every version that PATH has, Perl and PHP;
# by --doctor --pid, and in all forms of an audit's report. A layout that is another one is not used.
. "$(dirname "$0")/../lib.sh"
cd "$root" || exit 1
here=tests/stuck

if [ ! -x "$build/forkseed-audit" ]; then
	skip "forkseed-audit is not built without libdw-dev (make deps)" "lines of scripts"
	finish
	exit 0
fi

# look NAME COMMAND...: what the doctor says of the child that hangs, into $tmp/NAME; nothing
# where none does.
look() { # again: on a busy machine the child may have a step to go before it waits
	local name=$1 child='' tries=0
	shift
	mkfifo "$tmp/$name.pid"
	timeout -k 1 30 "$@" >"$tmp/$name.pid" 2>/dev/null &
	read -r -t 20 child <"$tmp/$name.pid"
	until [ -z "$child" ] || [ $((tries += 1)) -gt 10 ]; do
		"$launcher" --doctor --pid "$child" >"$tmp/$name" 2>/dev/null
		! grep -q '^stuck: yes' "$tmp/$name" || break
		sleep 0.5
	done
	kill -9 "$child" 2>/dev/null
	wait
}

# told NAME WANTED: the frames, "FUNCTION:LINE" each.
told() {
	grep -q '^stuck: yes' "$tmp/$1"
	ok $? "$1: bare, a child hangs, and is stuck"
	is "$(sed -nE 's/^stuck: script: (.*) \(.*:([0-9]+)\)$/\1:\2/p' "$tmp/$1" | xargs)" "$2" \
		"$1: every line of its stack"
}

# forge FILE VERSION: Debian's Python, which says of itself that it is another version.
forge() {
	local at
	cp "$(readlink -f /usr/bin/python3)" "$1"
	at=$(readelf --dyn-syms -W "$1" | awk '$8 == "Py_Version" { print "0x" $2 }')
	printf "%b" "\\x0$2" | dd of="$1" bs=1 seek=$(($(offset "$1" "$at") + 2)) conv=notrunc 2>/dev/null
}

# offset FILE ADDRESS: where the file has it.
offset() {
	readelf -lW "$1" | awk -v at="$2" '$1 == "LOAD" { print $2, $3, $5 }' |
		while read -r from address size; do
			[ $(($2 >= address && $2 < address + size)) -eq 1 ] && echo $(($2 - address + from))
		done
}

lines_of_python="nééds:17 <genexpr>:24 <lambda>:25 spawn:25 <module>:32"
interpreters=()
for minor in 3.{9..15}; do
	interpreter=$(type -P "python$minor") || continue
	"$interpreter" -c 'import os' 2>/dev/null && interpreters+=("$interpreter")
done
if need python3 "lines of Python"; then
	look python3 /usr/bin/python3 $here/script.py &
	# Lines far apart are told in another way than neighbours.
	awk '{ print } NR == 16 || NR == 23 { for (i = 0; i < 150; i++) print "" }' $here/script.py >"$tmp/apart.py"
	look apart /usr/bin/python3 "$tmp/apart.py" &
	for interpreter in "${interpreters[@]}"; do
		look "${interpreter##*/}" "$interpreter" $here/script.py &
	done
	own=$(/usr/bin/python3 -c 'import sys; print("%x" % sys.version_info[1])') others=()
	# Before 3.11 it does not say in a variable which it is.
	for claimed in 9 a c d; do [ $((0x$own)) -lt 11 ] || [ $claimed = "$own" ] || others+=("$claimed"); done
	for claimed in "${others[@]}"; do
		forge "$tmp/claims-$claimed" "$claimed"
		PYTHONHOME=/usr look "forged-$claimed" "$tmp/claims-$claimed" $here/script.py &
	done
	timeout -k 5 60 "$launcher" --check --stuck=1 --stuck-action=kill --audit="$tmp/report" \
		--report="$tmp/page" /usr/bin/python3 $here/script.py >/dev/null 2>"$tmp/summary" &
fi
if need perl "lines of Perl"; then look perl perl $here/script.pl & fi
if need php "lines of PHP"; then look php php -d ffi.enable=1 $here/script.php & fi
wait

if [ -e "$tmp/python3" ]; then
	told python3 "$lines_of_python"
	told apart "nééds:167 <genexpr>:324 <lambda>:325 spawn:325 <module>:332"
	for interpreter in "${interpreters[@]}"; do told "${interpreter##*/}" "$lines_of_python"; done
	for claimed in "${others[@]}"; do
		is "$(grep -c '^stuck: yes' "$tmp/forged-$claimed") $(grep -c '^stuck: script' "$tmp/forged-$claimed")" \
			"1 0" "a Python with another layout than its version's ($claimed) has no lines"
	done
	# told_in FILE: the report's own, of its finding, in JSON Lines or in the page.
	told_in() {
		python3 - "$1" <<'PYTHON'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1]) if line.startswith('{"type":')]
finding, = [line for line in lines if line.get("kind") == "stuck"]
frames = finding["draw_script"]
if not isinstance(frames, list):
    frames, = [line["frames"] for line in lines if line["type"] == "script" and line["id"] == frames]
names = [frame["function"].encode("latin-1").decode() for frame in frames]
print(*[f"{name}:{frame['line']}" for name, frame in zip(names, frames)])
PYTHON
	}
	is "$(told_in "$tmp/report")" "$lines_of_python" "an audit's report has them"
	is "$(told_in "$tmp/page")" "$lines_of_python" "so has its page"
	is "$(sed -nE 's/^    script: (.*) \(.*:([0-9]+)\)$/\1:\2/p' "$tmp/summary" | xargs)" "$lines_of_python" \
		"and what is told at once, beside the stack"
	grep -q "^    waits in nééds ($here/script.py:17)\|^    waits in nééds (/.*script.py:17)" "$tmp/summary"
	ok $? "and the summary names the first"
fi
[ ! -e "$tmp/perl" ] || told perl "waits:11 line:15 <eval>:3 <main>:20"
# PHP 8.4's names of closures say where they are.
sed -i 's/{closure:[^}]*}/{closure}/' "$tmp/php" 2>/dev/null
[ ! -e "$tmp/php" ] || told php "Logger::line:12 {closure}:19 child:18 {main}:24"
finish
