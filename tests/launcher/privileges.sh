#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 7, for programs that start with more rights than their caller: ld.so drops the
# shim there, so the launcher refuses; where the same bits have no effect, it runs them.
# Needs root, to make such programs and to become somebody else.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
if [ "$(id -u)" != 0 ]; then
	skip "not root" "set-id and file-capable programs are refused"
	finish
	exit
fi
chmod 755 "$tmp"
cp "$launcher" "$shim" "$probe" "$tmp"
chmod 755 "$tmp"/{forkseed,probe,libforkseed.so}
launcher=$tmp/forkseed shim=$tmp/libforkseed.so probe=$tmp/probe

somebody() { setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; }
without_new() { setpriv --no-new-privs -- "$@"; }
restricted() { setpriv --no-new-privs --reuid=65534 --regid=65534 --clear-groups -- "$@"; }

# gains WHAT PATTERN PROGRAM: for somebody the program is secure, so it is refused.
gains() {
	is "$(somebody env LD_PRELOAD="$shim" "$3" 2>/dev/null)" 'shim=no secure=1 streams=1/8' \
		"$1: ld.so silently runs it unprotected"
	fails 125 "$2.*--force" "$1: refused" somebody "$launcher" "$3"
	is "$(somebody "$launcher" --force "$3" 2>/dev/null)" 'shim=no secure=1 streams=1/8' \
		"$1: --force runs it"
}

# runs HOW WHAT PROGRAM: the bits have no effect for this caller.
runs() { is "$("$1" "$launcher" "$3" 2>&1)" "$protected" "$2: has no effect, and is protected"; }

is "$(somebody "$launcher" "$probe" 2>&1)" "$protected" "an ordinary program, by an ordinary user"
cp "$probe" "$tmp/setuid" && chmod 4755 "$tmp/setuid"
cp "$probe" "$tmp/setgid" && chmod 2755 "$tmp/setgid"
cp "$probe" "$tmp/locking" && chmod 2745 "$tmp/locking"
cp "$probe" "$tmp/own" && chown 65534:65534 "$tmp/own" && chmod 6755 "$tmp/own"
cp "$probe" "$tmp/capable"
if [ "$(somebody "$tmp/setuid")" != 'shim=no secure=1 streams=1/8' ]; then
	skip "$tmp is on a nosuid mount" "set-id programs are refused"
	finish
	exit
fi
gains set-user-ID 'is set-user-ID' "$tmp/setuid"
gains set-group-ID 'is set-group-ID' "$tmp/setgid"
runs env "set-user-ID root, by root" "$tmp/setuid"
runs restricted "set-user-ID, under no_new_privs" "$tmp/setuid"
cp "$probe" "$tmp/theirs" && chown 65534:65534 "$tmp/theirs" && chmod 2755 "$tmp/theirs"
fails 125 'is set-group-ID.*--force' "set-group-ID nogroup, by root: refused" "$launcher" "$tmp/theirs"
chmod 6755 "$tmp/theirs"
runs without_new "set-id nobody, by root under no_new_privs" "$tmp/theirs"
runs somebody "set-group-ID without the group's x bit" "$tmp/locking"
runs somebody "set-id to the caller's own ids" "$tmp/own"
if need setcap "a program with file capabilities is refused" &&
	check "give the program a capability" setcap cap_net_raw+ep "$tmp/capable"; then
	gains "file capabilities" 'has file capabilities' "$tmp/capable"
	runs env "file capabilities, by root" "$tmp/capable"
fi

cp "$probe" "$tmp/unreadable" && chmod 111 "$tmp/unreadable"
is "$(somebody "$launcher" "$tmp/unreadable" 2>&1)" "$protected" \
	"an unreadable program can't be judged, and is run"
chmod 4111 "$tmp/setuid"
fails 125 'is set-user-ID' "unreadable and set-user-ID: refused" somebody "$launcher" "$tmp/setuid"
chmod 000 "$tmp/libforkseed.so"
fails 125 'cannot read the shim' "an unreadable shim" somebody "$launcher" "$probe"
finish
