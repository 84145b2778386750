# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the cases with whole servers share: free ports, waiting, an end for all. A file of
# cases is a script, `FILE CASE`, and runs in an empty directory of its own, as one command
# under test, with the servers and clients it starts.

set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
built=${here%/tests/connections}/build/tests/connections
me=$(id -un)
started=()
end_all() {
	[ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null
	wait
}
trap end_all EXIT

# start COMMAND...: in the background, until the end of the case.
start() {
	"$@" &
	started+=($!)
}

# free_port: a port that nobody listens on now, in $port.
free_port() {
	local from pid
	exec {from}< <(exec env -u LD_PRELOAD "$built/peer" /dev/null)
	pid=$!
	read -r -u "$from" port
	exec {from}<&-
	kill $pid
	wait $pid 2>/dev/null
}

# until_true COMMAND...: waits for it, 10 seconds at most.
until_true() {
	local tries=500
	until "$@" 2>/dev/null; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || { echo "no: $*"; exit 1; }
		sleep 0.02
	done
}

# listening PORT: somebody does, by version 4; without connecting to it.
listening() { grep -q " 0100007F:$(printf %04X "$1") 00000000:0000 0A" /proc/net/tcp; }

# ask PORT LINE: a line to it, and what comes back until it closes.
ask() {
	exec 3<>"/dev/tcp/127.0.0.1/$1"
	echo "$2" >&3
	head -n 1 <&3
	exec 3>&-
}
