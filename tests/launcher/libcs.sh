#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The launcher may be linked with musl's libc or with glibc's, statically or not: in each form it does the same.
# By check-all alone.
# Takes long.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
folder=$build/launchers
need "${CC:-cc}" "a compiler" || { finish && exit 0; }

# other NAME SETTING...: $other, a launcher that is built with these, with all that it looks for beside it.
other() {
	local name=$1 part
	shift
	other=$folder/$name/forkseed
	make -s -C "$root" BUILD="build/launchers/$name" "$@" "build/launchers/$name/forkseed" >"$tmp/made" 2>&1
	ok $? "$name: is built"
	for part in "$build"/libforkseed* "$build"/forkseed-*; do ln -sf "$part" "${other%/*}/"; done
}

# as_here NAME: the other launcher passes the tests of the launcher.
as_here() {
	local test
	for test in launcher/{options,preload,refusals,settings,scripts,passthrough,privileges} audit/status; do
		LAUNCHER_UNDER_TEST=$other "$root/tests/$test.sh" >"$tmp/points" 2>&1
		is "$(grep -c '^ok' "$tmp/points" | sed 's/^[1-9].*/some/') $(grep '^not ok' "$tmp/points")" "some " "$1: $test"
	done
}

# What makes a start cheap and a parser of what is not to be trusted safer.
is_hardened() { # NAME LAUNCHER
	local first
	: >"$tmp/child"
	"$2" --audit="$tmp/report" sh -c 'echo $$; exec sleep 5' >"$tmp/child" 2>/dev/null &
	first=$!
	until_said '[0-9]' "$tmp/child"
	is "$(awk -v file="$(realpath "$2")" '$NF == file && /rw-p/ { n++ } END { print n + 0 }' /proc/$first/maps)" 1 \
		"$1: all but its data's last piece can't be written to"
	kill "$(cat "$tmp/child")"
	wait $first
	is "$(for _ in 1 2 3 4; do "$2" --audit="$tmp/report" sh -c "sed -n 's/-.*forkseed\$//p' /proc/\$PPID/maps" 2>/dev/null | head -n 1; done |
		sort -u | wc -l)" 4 "$1: four runs lie at four addresses"
}

# Signals that one libc or the other keeps for its own threads are the command's.
cat >"$tmp/blocked.py" <<'P'
import os, signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, {34, 35, 64})
os.execvp(sys.argv[1], sys.argv[1:])
P
cat >"$tmp/waits.py" <<'P'
import ctypes, os, sys
number = int(sys.argv[1])
call = ctypes.CDLL(None).syscall
call({"x86_64": 14}.get(os.uname().machine, 135), 0, ctypes.byref(ctypes.c_uint64(1 << (number - 1))), None, 8) # rt_sigprocmask
os.kill(os.getpid(), number)
os.execvp(sys.argv[2], sys.argv[2:])
P
dies='import os, signal
signal.signal(34, signal.SIG_DFL)
os.kill(os.getpid(), 34)'
status='import signal, subprocess, sys
signal.signal(34, signal.SIG_IGN)
print(subprocess.run(sys.argv[1:], restore_signals=False).returncode)'
hands_signals_on() { # NAME LAUNCHER
	local number pid
	for number in 33 34 35; do
		is "$(/usr/bin/python3 "$tmp/waits.py" $number "$2" --audit="$tmp/report" grep SigBlk /proc/self/status 2>/dev/null)" \
			"$(/usr/bin/python3 "$tmp/waits.py" $number grep SigBlk /proc/self/status)" "$1: signal $number waits, blocked"
	done
	is "$(/usr/bin/python3 -c "$status" "$2" --audit="$tmp/report" /usr/bin/python3 -c "$dies" 2>/dev/null)" -34 "$1: a command that signal 34 ends, which its caller ignores"
	is "$(/usr/bin/python3 "$tmp/blocked.py" "$2" --audit="$tmp/report" grep SigBlk /proc/self/status 2>/dev/null)" \
		"$(/usr/bin/python3 "$tmp/blocked.py" grep SigBlk /proc/self/status)" "$1: blocked signals stay blocked"
	for number in 34 35 64; do
		: >"$tmp/out"
		"$2" --audit="$tmp/report" bash -c "trap 'echo $number; exit 7' $number; echo ready; while :; do sleep 0.05; done" \
			>"$tmp/out" 2>/dev/null &
		pid=$!
		until_said ready "$tmp/out"
		kill -"$number" $pid
		wait $pid
		is "$? $(tail -n 1 "$tmp/out")" "7 $number" "$1: signal $number reaches the command"
	done
}

# What a user who is not root may execute by a capability alone.
by_capability() { # NAME LAUNCHER
	local caps=+dac_override,+dac_read_search
	local -a user=(setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps="$caps" --ambient-caps="$caps")
	install -d -m 700 "$tmp/closed" && install -m 700 /bin/true "$tmp/closed/true"
	"${user[@]}" "$tmp/closed/true" 2>/dev/null || return 0
	chmod 755 "$tmp"
	"${user[@]}" "$2" "$tmp/closed/true" 2>"$tmp/told"
	is "$? $(cat "$tmp/told")" "0 " "$1: what a capability alone lets a user execute"
}

is_hardened "as built" "$launcher"
by_capability "as built" "$launcher"
hands_signals_on "as built" "$launcher"
other glibc MUSL_CC=false
is "$(strings -a "$other" | grep -c '^glibc\.malloc\.check$')" 1 "it is glibc's"
as_here glibc
hands_signals_on glibc "$other"
by_capability glibc "$other"
if printf 'int main(void) { return 0; }' | "${CC:-cc}" -static-pie -x c - -o "$tmp/static" 2>/dev/null; then is_hardened glibc "$other"; fi
printf '#!/bin/sh\ncase " $* " in *" -static-pie "*) exit 1 ;; esac\nexec %s "$@"\n' "${CC:-cc}" >"$tmp/cc" && chmod +x "$tmp/cc"
other dynamic MUSL_CC=false CC="$tmp/cc"
is "$(readelf -l "$other" | grep -c interpreter)" 1 "it is dynamic"
as_here dynamic
if command -v musl-gcc >/dev/null; then
	other musl
	is "$(readelf -l "$other" | grep -c interpreter) $(strings -a "$other" | grep -c '^glibc\.')" "0 0" "it is musl's"
	as_here musl
fi
finish
