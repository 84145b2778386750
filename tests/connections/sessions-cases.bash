#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The cases of sessions.sh, one function each: ssh, D-Bus, X11 and logs, whose connections
# live longer than a command. Usage: sessions-cases.bash CASE
# Scripts stand in quotes; what is read is not written.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2094
. "$(dirname "$0")/case.bash"

# own_sshd: a server of our own, and a client's configuration that knows nothing else.
own_sshd() {
	local option
	free_port
	short=$(mktemp -d /tmp/forkseed.XXXXXX)
	trap 'end_all; rm -rf "$short"' EXIT
	ssh-keygen -q -t ed25519 -N "" -f host </dev/null
	ssh-keygen -q -t ed25519 -N "" -f user </dev/null
	[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
	printf '%s\n' "Port $port" "ListenAddress 127.0.0.1" "HostKey $PWD/host" \
		"AuthorizedKeysFile $PWD/user.pub" "PidFile none" "UsePAM no" "StrictModes no" \
		"PermitRootLogin yes" "Subsystem sftp internal-sftp" >sshd_config
	for option in "Host there" "HostName 127.0.0.1" "Port $port" "IdentityFile $PWD/user" \
		"StrictHostKeyChecking no" "UserKnownHostsFile $PWD/known" "IdentitiesOnly yes" \
		"IdentityAgent none" "LogLevel ERROR" "BatchMode yes" "ControlPath $short/control"; do
		echo "$option"
	done >ssh_config
	start "$(type -P sshd)" -D -e -f "$PWD/sshd_config" 2>sshd.log
	until_true listening "$port"
	seq 20000 >numbers
}

ssh_there() { ssh -F ssh_config "$@"; }

ssh_commands() {
	own_sshd
	ssh_there there 'echo "a command"'
	ssh_there there cat <numbers | cmp - numbers && echo "there and back"
	ssh_there -n there 'exit 7'
	echo "status $?"
}

# It goes into the background with its connection.
ssh_f() {
	own_sshd
	ssh_there -f there "until [ -e $PWD/go ]; do sleep 0.02; done; echo late; touch $PWD/finished"
	echo first
	touch go
	until_true test -e finished
}

ssh_control_persist() {
	own_sshd
	ssh_there -o ControlMaster=auto -o ControlPersist=20 there echo "the first makes it"
	ssh_there there 'echo "the second uses it"'
	ssh_there there cat <numbers | cmp - numbers && echo "there and back"
	ssh_there -O check there 2>&1 | sed 's/(.*)//'
	ssh_there -O exit there 2>&1
	until_true test ! -e "$short/control"
}

ssh_proxy_command() {
	own_sshd
	ssh_there -o ProxyCommand="socat - TCP:127.0.0.1:$port" there echo "by a proxy"
	ssh_there -o ProxyCommand="socat - TCP:127.0.0.1:$port" -o ProxyUseFdpass=no there cat \
		<numbers | cmp - numbers && echo "there and back"
}

ssh_forwarding() {
	local sshd_port
	own_sshd
	sshd_port=$port
	free_port
	ssh_there -f -L "127.0.0.1:$port:127.0.0.1:$PEER" -o ControlMaster=yes there \
		"until [ -e $PWD/go ]; do sleep 0.02; done"
	until_true listening "$port"
	ask "$port" "through $((sshd_port > 0)) tunnel"
	touch go
}

copies() {
	own_sshd
	scp -q -F ssh_config numbers there:"$PWD/copy" && cmp numbers copy && echo "by scp"
	scp -q -O -F ssh_config there:"$PWD/numbers" copy2 && cmp numbers copy2 && echo "by old scp"
	echo "get $PWD/numbers copy3" | sftp -q -b - -F ssh_config there >sftp.log &&
		cmp numbers copy3 && echo "by sftp"
	mkdir from
	cp numbers from
	rsync -a -e "ssh -F $PWD/ssh_config" from/ there:"$PWD/to/" && diff -r from to && echo "by rsync"
	rsync -a -e "ssh -F $PWD/ssh_config" there:"$PWD/from/" back/ && diff -r from back &&
		echo "by rsync, back"
}

owner() {
	dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
		org.freedesktop.DBus.NameHasOwner "string:$1"
}

dbus() {
	export -f owner
	dbus-run-session -- bash -c '
		owner org.freedesktop.DBus
		gdbus call --session --dest org.freedesktop.DBus --object-path / \
			--method org.freedesktop.DBus.NameHasOwner nobody
		(owner nobody; gdbus emit --session --object-path /a --signal a.b.C 1; echo "emitted: $?")
		dbus-monitor --session --profile >monitored & sleep 0.1; kill $!
		wait 2>/dev/null
		echo ended'
}

# xterm forks with its connection to the display, by TCP.
x11() {
	local number from
	mkfifo display
	exec {from}<>display
	start Xvfb -displayfd 3 -screen 0 320x200x8 -nolisten unix -nolisten local -listen tcp \
		-ac -noreset 3>display >Xvfb.log 2>&1
	read -r -t 20 -u "$from" number
	export DISPLAY=127.0.0.1:$number
	xterm -e sh -c 'echo "in a terminal" >said; sleep 0.1; exit 3' 2>xterm.log
	cat said
	xterm -e sh -c '(xprop -root >properties); test -s properties && echo asked >said' 2>>xterm.log
	cat said
	xprop -root -f FORKSEED 8s -set FORKSEED "a value"
	xprop -root FORKSEED
}

logs() {
	path=$(mktemp -d /tmp/forkseed.XXXXXX)
	trap 'end_all; rm -rf "$path"' EXIT
	start socat -u "UNIX-RECV:$path/datagrams" OPEN:datagrams,creat,append
	start socat -u "UNIX-LISTEN:$path/stream,fork" OPEN:stream,creat,append
	until_true test -S "$path/datagrams" -a -S "$path/stream"
	for i in 1 2 3; do logger -d -u "$path/datagrams" --id=7 "message $i"; done
	sh -c "seq 4 6 | sed 's/^/message /' | logger -d -u $path/datagrams"
	logger -u "$path/stream" "message 7"
	until_true grep -q "message 6" datagrams
	until_true grep -q "message 7" stream
	grep -a -o "message [0-9]" datagrams
	grep -a -o "message [0-9]" stream
}

"$1"
