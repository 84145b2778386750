# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# What the tests of rightful connections share: a case is run bare, warned and isolated, each
# time with a fresh peer and directory, and must not differ. Sourced after tests/lib.sh.

unset LD_PRELOAD FORKSEED_TEST_LIMIT FORKSEED_TEST_JOBS
here=$root/tests/connections
built=$programs/connections
sockets=$(mktemp -d /tmp/forkseed.XXXXXX) # paths of Unix sockets must be short
trap 'rm -rf "$tmp" "$sockets"' EXIT
order=yes # no: what several processes say comes in any order

for part in "$build/forkseed-audit" "$build/libforkseed-connections.so"; do
	[ -x "$part" ] && continue
	lacks "$(package_of "$part")" "${0##*/}"
	finish
	exit 0
done

# run MODE LAUNCHER... -- COMMAND...: in a directory of its own, $tmp/MODE, with the peer's
# port in PEER and its Unix socket's path in PEER_PATH. All that hold its stdout are waited
# for: so are daemons.
run() {
	local mode=$1 directory=$tmp/$1 peer port
	shift
	rm -rf "$directory"
	mkdir "$directory"
	exec {port}< <(exec "$built/peer" "$directory/peer" "$sockets/$mode")
	peer=$!
	export PEER_PATH=$sockets/$mode
	read -r PEER <&"$port"
	export PEER
	(cd "$directory" && "$@") 2>"$directory/stderr" </dev/null | cat >"$directory/out"
	echo "status ${PIPESTATUS[0]}" >"$directory/status"
	kill "$peer"
	wait "$peer" 2>/dev/null
	exec {port}<&-
	rm -f "$sockets/$mode"
}

# seen MODE: what came out, and what the peer got.
seen() {
	local directory=$tmp/$1
	if [ $order = yes ]; then
		cat "$directory/status" "$directory/out"
		sort -s -n -k1,1 "$directory/peer"
	else
		cat "$directory/status"
		sort "$directory/out"
		cut -d' ' -f2- "$directory/peer" | sort
	fi
}

warned() { run warn "$launcher" --connections=warn --audit="$tmp/report" "$@"; }
isolated() { run isolate "$launcher" --connections=isolate ${peers:+--peers="$peers"} "$@"; }

# accused: the findings that are about connections.
accused() { sed -n 's/.*"kind":"\(shared-[a-z]*\)".*"detail":"\([^"]*\)".*/\1 \2/p' "$tmp/report"; }

# same MODE NAME: as bare, to the byte.
same() {
	local name=$2 wanted got
	wanted=$(seen bare)
	got=$(seen "$1")
	[ "$got" = "$wanted" ]
	ok $? "$name"
	[ "$got" = "$wanted" ] || {
		diff <(echo "$wanted") <(echo "$got") | head -20 | sed 's/^/#   /'
		tail -n 4 "$tmp/$1/stderr" | sed 's/^/#   stderr: /'
	}
}

# innocent NAME PEERS WANTED COMMAND...: prints a line that matches WANTED when it is run
# bare; and nothing that can be seen from outside changes under warn, nor under isolate with
# PEERS: all, or usual for what isolate does not touch by itself.
innocent() {
	local name=$1 peers=${2/usual/} wanted=$3
	shift 3
	run bare "$@"
	grep -q -- "$wanted" "$tmp/bare/out" && ! grep -q ': E[A-Z]*$' "$tmp/bare/out"
	ok $? "$name: bare, it works"
	grep -q -- "$wanted" "$tmp/bare/out" || sed 's/^/#   /' "$tmp/bare/out" "$tmp/bare/stderr"
	warned "$@"
	same warn "$name: warned of nothing, as bare"
	is "$(accused)" "" "$name: nobody is accused"
	isolated --audit="$tmp/report" "$@"
	same isolate "$name: isolated from ${peers:-the usual peers}, as bare"
	is "$(accused)" "" "$name: isolated, nothing was cut off"
}

# calls MODE: how often a trace has each call.
calls() { sed -n 's/^[0-9]* *\([a-z0-9]*\)(.*/\1/p' "$tmp/$1.calls" | sort | uniq -c | xargs; }


# witness NAME PEERS COMMAND...: strace sees the calls that could do harm as often as bare.
witness() {
	local name=$1 peers=${2/usual/} mode
	shift 2
	local trace=(strace -f -qq -e "trace=connect,shutdown,dup3,socketpair" -o)
	run bare "${trace[@]}" "$tmp/bare.calls" "$@"
	warned "${trace[@]}" "$tmp/warn.calls" "$@"
	isolated "${trace[@]}" "$tmp/isolate.calls" "$@"
	for mode in warn isolate; do
		is "$(calls $mode)" "$(calls bare)" "$name: $mode makes no call of its own"
	done
}
