#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Debian's tools that run the command behind them, once each: forkseed in front of the tool
# and inside of it. Status and output are those of the tool bare, but that the program is
# protected; and an innocent program is not accused by --check in front. Those that are slow, or
# cross as others do, are in crossings-all.sh.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand what is quoted
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
innocent=$programs/audit/innocents
program=(sh -c '"$0" && exit 7' "$probe")
cd "$tmp" || exit 1
export MAKEFLAGS=

# Of su: PAM's, which since Debian 13 asks a helper that it starts without an environment.
printf '{\n\tno part of the command\n\tforkseed:escaped\n\tobj:*/unix_chkpwd\n}\n' >"$tmp/known"

# seen COMMAND...: its output, without the tool's own words, and its status.
seen() {
	timeout -k 5 60 "$@" </dev/null 2>/dev/null | tr -d '\r' | grep -a -o 'shim=[^ ]* .*'
	echo "status ${PIPESTATUS[0]}"
}
# row NAME WORDS...: NAME is a program of the tool's; WORDS go before the command. Where one
# holds a %, the command goes there instead, as a script for sh.
run() { # PREFIX... -- WORDS...
	local front=()
	while [ "$1" != -- ]; do front+=("$1") && shift; done
	shift
	case "$*" in
	*%*)
		printf '%q ' exec "${command[@]}" >"$tmp/script"
		seen "${front[@]}" "${@//%/sh $tmp/script}"
		;;
	*) seen "${front[@]}" "$@" "${command[@]}" ;;
	esac
}
row() {
	local name=$1 bare wanted
	shift
	need "${name%% *}" "$name" || return
	command=("${program[@]}")
	bare=$(run -- "$@")
	if [[ $bare != *"$unprotected"* ]]; then
		echo "# $name: bare it does not run the program here: ${bare//$'\n'/, }"
		return
	fi
	wanted=${bare//"$unprotected"/"$protected"}
	if [ -z "$refused" ]; then
		is "$(run "$launcher" -- "$@")" "$wanted" "forkseed $name: ${bare##*$'\n'}"
	else
		is "$(run "$launcher" -- "$@")" "status 125" "forkseed $name: refused, as it $refused"
	fi
	command=("$launcher" "${program[@]}")
	is "$(run -- "$@")" "$wanted" "$name forkseed"
	[ -z "$refused" ] && [ -x "$build/forkseed-audit" ] || return 0
	command=(sh -c '"$0" no_fork && exit 7' "$innocent")
	bare=$(run -- "$@")
	is "$(run "$launcher" --check --audit-wait=1 --suppressions="$tmp/known" -- "$@")" "$bare" "forkseed --check $name: nobody is accused"
}
refused=
if [ "${how-short}" = long ]; then
	row nice nice -n 1
	row 'timeout --foreground' timeout --foreground 50
	row chrt chrt -o 0
	row taskset taskset -c 0
	row ionice ionice -c 3
	row prlimit prlimit --nofile=512
	row choom choom -n 10 --
	row linux64 linux64
	row 'time' "$(type -P time || echo time)" -o /dev/null
	row unshare unshare -m
	row nsenter nsenter -t $$ -m
	row flock flock "$tmp/lock"
	row find find / -maxdepth 0 -exec sh -c % ';'
	row dbus-run-session dbus-run-session --
	row ltrace ltrace -o /dev/null
	row eatmydata eatmydata
	command -v perf >/dev/null && row perf perf stat -o /dev/null
	row valgrind valgrind -q --trace-children=yes --log-file=/dev/null
	row gdb gdb -q -batch -ex run -ex 'quit $_exitcode' --args
	row runuser runuser -u root --
	row chroot chroot /
	finish
	exit 0
fi
row env env A=1
row nohup nohup
row timeout timeout 50
row setsid setsid -w
row stdbuf stdbuf -oL
row setarch setarch "$(uname -m)" -R
row script script -qec % /dev/null
row 'unshare --fork --pid' unshare --fork --pid --mount-proc
row 'flock -c' flock "$tmp/lock" -c %
row xargs xargs -a /dev/null
row make make -s -f /dev/null --eval 'all: ; @%'
row su su root -s /bin/sh -c %
row strace strace -f -o /dev/null
row fakeroot fakeroot
row faketime faketime -f +1d
row setpriv setpriv --no-new-privs
"$launcher" busybox true 2>"$tmp/err" || ! grep -q 'statically' "$tmp/err" || refused='is static'
row busybox busybox sh -c %
refused='is set-group-ID'
[ "$(id -u)" = 0 ] || row ssh-agent ssh-agent
finish
