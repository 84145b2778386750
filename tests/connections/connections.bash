# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# What the connection tests share: the clients and their settings, and how the lines that
# they print ("PID ok", "PID error ...", "PID WRONG ...") are counted. Sourced after lib.sh.

here=$root/tests/connections
. "$here/servers.bash"
python=/usr/bin/python3 # Debian's: the libraries are packaged for this one
lines=$tmp/lines
export PYTHONDONTWRITEBYTECODE=1 TEST_CERTIFICATE=$certificate
export PGSSLMODE=disable # but where the client wants it
unset LD_PRELOAD http_proxy https_proxy HTTPS_PROXY ALL_PROXY

# The settings of a run; a test gives others in front of a command.
export TEST_BY=forks TEST_RUNS=1 TEST_CHILDREN=4 TEST_QUERIES=25 TEST_PATIENCE=20
export TEST_USE=inherited # own: each child makes its own; disposed: the parent closes first
export TEST_END=_exit     # return, close, shutdown: how a child ends

# client_of LIBRARY: what runs it, as the array client.
client_of() {
	case $1 in
	mysql | Pg | *_cached) client=(perl "$here/share.pl" "$1") ;;
	pdo_* | mysqli) client=(php "$here/share.php" "$1") ;;
	pq | tls) client=("$programs/connections/$1") ;;
	*) client=("$python" "$here/share.py" "$1") ;;
	esac
}

# shares LIBRARY SERVER RUNNER...: into $lines; who is killed for waiting too long has hung.
shares() {
	local port=$2_port socket=$2_socket client status
	client_of "$1"
	shift 2
	{
		TEST_PORT=${!port} TEST_SOCKET=${!socket-} timeout -k 5 120 "$@" "${client[@]}" >"$lines"
		status=$?
	} 2>"$lines.err" </dev/null # what bash says of signals, too
	case $status in
	0) ;;
	142) echo "parent hung" >>"$lines" ;;
	*) echo "parent error status $status" >>"$lines" ;;
	esac
}

# of WHO WHAT: how many lines; WHO is children, parent, or last (the parent's last question).
of() {
	local who=$1
	[ "$who" != children ] || who='[0-9][0-9]*'
	grep -c "^$who $2" "$lines"
}
all() { grep -c "^[^ ]* $1" "$lines"; }

counted() {
	echo "$(of children ok) ok, $(of children error) errors, $(all WRONG) wrong, $(all hung) hung," \
		"the parent's $(($(of parent ok) + $(of last ok))) ok, $(($(of parent error) + $(of last error))) errors"
}

# bad: the run in $lines has something that would not have come without sharing.
bad() { [ "$(grep -cv '^[^ ]* ok$' "$lines")" -gt 0 ]; }

# once_at_most: no child has two errors.
once_at_most() { ! grep '^[0-9]* error' "$lines" | cut -d ' ' -f 1 | sort | uniq -d | grep -q .; }

# outcome: how the children fared in $lines: seamless, once (an error each, and well after
# it), lasting (all errors), or none of these; and what may never be.
outcome() {
	local total=$((TEST_CHILDREN * TEST_QUERIES)) fared=mixed
	[ $TEST_BY = forks ] || total=$((TEST_RUNS * TEST_QUERIES))
	if [ "$(of children ok)" -eq "$total" ]; then
		fared=seamless
	elif [ "$(of children error)" -eq "$total" ]; then
		fared=lasting
	elif [ "$(($(of children ok) + $(of children error)))" -eq "$total" ] && once_at_most; then
		fared=once
	fi
	echo "$fared, $(all WRONG) wrong, $(all hung) hung," \
		"the parent's $(($(of parent error) + $(of last error))) errors"
}

# first_bad LIBRARY SERVER RUNNER...: up to thirty runs, for which of two comes first is chance.
first_bad() {
	local -x TEST_PATIENCE=1
	for _ in {1..30}; do
		shares "$@"
		if bad; then return 0; fi
	done
	return 1
}

# peer_of LIBRARY SERVER: as --peers has it, as findings have it.
peer_of() {
	local port=$2_port socket=$2_socket
	peer=${!port} shown=127.0.0.1:${!port}
	if [[ $1 = *_unix ]]; then peer=unix:${!socket} shown=$peer; fi
}

# isolated LIBRARY SERVER, warned: the two as a runner, the array runner. PHP binds what its
# extensions call in a way (RTLD_DEEPBIND) that no hook sees: its children are cut off early.
isolated() {
	local peer shown how=isolate
	[[ $1 != pdo_pgsql ]] || how=isolate,eager
	peer_of "$@"
	runner=("$launcher" --connections="$how" --peers="$peer")
}
warned() {
	rm -f "$tmp/report"
	runner=("$launcher" --connections=warn --audit="$tmp/report")
}

# found KIND LIBRARY SERVER: findings of that kind (a pattern) that name that server as peer.
found() {
	local peer shown
	peer_of "$2" "$3"
	grep "^{\"type\":\"finding\".*\"kind\":\"$1\"" "$tmp/report" | grep -cF "$shown,"
}
findings() { grep -c '"kind":"shared-[a-z]*"' "$tmp/report"; }

# slow_only: nothing in $lines is amiss but that some were waited for too long.
slow_only() { ! grep -qv -e '^[^ ]* ok$' -e '^[^ ]* hung$' "$lines"; }

# warned_run KIND LIBRARY SERVER: whether a run under warn goes wrong. It has little patience,
# as a child may hang for good; on a busy machine one that shared nothing is merely slow, so a
# run with no finding of KIND is told from that by another, which has patience.
warned_run() {
	local runner kind=$1
	shift
	warned
	TEST_PATIENCE=1 shares "$@" "${runner[@]}"
	if slow_only && bad && [ "$(found "$kind" "$@")" -eq 0 ]; then
		warned
		shares "$@" "${runner[@]}"
	fi
	bad
}

# The points of a client: what sharing does to it bare, and nothing of it when isolated; that
# warn names the run, and is silent where each process has a connection of its own.
shows() {
	first_bad "$1" "$2"
	ok $? "$1: bare, $(counted)"
}

heals() {
	local runner
	isolated "$@"
	shares "$1" "$2" "${runner[@]}"
	is "$(outcome)" "$3, 0 wrong, 0 hung, the parent's 0 errors" "$1: isolated, $3: $(counted)"
	if grep -q ' WRONG' "$lines"; then grep -m 3 ' WRONG' "$lines" | sed 's/^/#   /'; fi
}

names() {
	for _ in {1..30}; do
		if warned_run shared-use "$1" "$2"; then break; fi
	done
	bad && [ "$(found shared-use "$1" "$2")" -gt 0 ]
	ok $? "$1: warned, $(found shared-use "$1" "$2") findings ($(counted))"
}

silent() {
	local runner
	local -x TEST_USE=$3
	warned
	shares "$1" "$2" "${runner[@]}"
	is "$(outcome), $(findings) findings" \
		"seamless, 0 wrong, 0 hung, the parent's 0 errors, 0 findings" "$1: warned, $3: silent"
}

# client LIBRARY SERVER OUTCOME: all of them.
client() {
	shows "$1" "$2"
	heals "$@"
	names "$1" "$2"
	silent "$1" "$2" own
	silent "$1" "$2" disposed
}

# parts NAME PART...: what the test needs of make deps, beside openssl for the servers'
# certificate: programs, modules of Python (X.), Perl (X::Y) and PHP (php-X). Else all of it
# is one skipped point.
parts() {
	local name=$1 part package
	shift
	for part in openssl "$@"; do
		package=$(module_package "${part%.}")
		case $part in
		*::*) perl -M"$part" -e 1 2>/dev/null && continue ;;
		php-*) php -r "exit(extension_loaded('${part#php-}') ? 0 : 1);" 2>/dev/null && continue ;;
		*.) "$python" -c "import ${part%.*}" 2>/dev/null && continue ;;
		*) command -v "${part:-no such file}" >/dev/null && continue ;;&
		'') package=postgresql ;;
		*) package=$(package_of "$part") ;;
		esac
		lacks "$package" "$name"
		finish
		exit 0
	done
}
