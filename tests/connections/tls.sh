#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# One TLS session written by two processes uses the cipher's key and nonce twice, which gives
# both texts away. Seen on the wire, by a relay between client and server: with TLS 1.2 the
# nonce itself, with 1.3 that equal beginnings of requests are equal in ciphertext.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/connections.bash"

parts "TLS" nginx requests. "$programs/connections/tls"
start_nginx
export TEST_CHILDREN=2 TEST_QUERIES=3

# shellcheck disable=SC2034 # relay_port is what isolated and shares look up
# relayed VERSION SERVER LIBRARY RUNNER...: what the relay saw, into $tmp/wire.
relayed() {
	local version=$1 port=$2_port relay
	: >"$tmp/wire"
	"$python" "$here/relay.py" "${!port}" "$version" >"$tmp/wire" 2>"$tmp/wire.err" </dev/null &
	relay=$!
	for _ in {1..100}; do
		[ ! -s "$tmp/wire" ] || break
		sleep 0.1
	done
	read -r relay_port <"$tmp/wire"
	shift 2
	if [ "${2-}" = isolated ]; then isolated "$1" relay; else runner=(env); fi
	shares "$1" relay "${runner[@]}"
	kill $relay
	wait $relay 2>/dev/null
}

# reused COLUMN: values of it that came twice on a connection, with different ciphertext.
reused() {
	sed 1d "$tmp/wire" | awk -v column="$1" '
		{ key = $1 " " $column }
		key in text && text[key] != $5 && !counted[key]++ { reused++ }
		{ text[key] = $5 }
		END { print reused + 0 }'
}
records() { sed 1d "$tmp/wire" | wc -l; }

for library in tls requests; do
	for version in 1.2:tls12:3 1.3:tls13:4; do
		IFS=: read -r number server column <<<"$version"
		for _ in {1..10}; do # whether requests says goodbye first is chance
			relayed "$number" "$server" $library
			[ "$(reused "$column")" -eq 0 ] || break
		done
		[ "$(reused "$column")" -gt 0 ]
		ok $? "$library, TLS $number: bare, $(reused "$column") nonces used twice"
		relayed "$number" "$server" $library isolated
		[ "$(records)" -gt 0 ]
		ok $? "$library, TLS $number: isolated, $(records) records seen"
		is "$(reused "$column")" 0 "$library, TLS $number: isolated, no nonce used twice"
	done
done
finish
