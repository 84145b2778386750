#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Functions that the shims interpose and few programs call do what they do bare, in a parent and in a
# child, with each shim that has a hook of them.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
seldom=$programs/conformance/seldom
bare "$seldom" >"$tmp/bare" 2>&1
status=$?
ends="0 8 1"
! older_libc 2.34 || ends="0 9 0" # without execveat(3)
is "$status $(grep -c 'status 768' "$tmp/bare") $(grep -c '^executed' "$tmp/bare")" "$ends" "bare: eight children come to their end, one becomes another program"

# as_bare OPTION...: under the launcher.
as_bare() {
	"$launcher" "$@" -- "$seldom" >"$tmp/out" 2>"$tmp/err"
	is "$? $(diff "$tmp/bare" "$tmp/out")" "0 " "${*:-plain}: as bare"
}
as_bare
as_bare --connections=isolate --peers=all
as_bare --connections=warn --audit="$tmp/report"
as_bare --locks=heal
as_bare --locks=heal,mutexes
as_bare --locks=warn --audit="$tmp/report-of-locks"
as_bare --audit="$tmp/report-alone"
finish
