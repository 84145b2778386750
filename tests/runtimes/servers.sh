#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A server that starts its TLS library and then forks its workers: bare, all of them answer
# with one random number and one Diffie-Hellman key, so that whoever learns one session's
# secrets knows the others'; under forkseed each has its own.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
server=$programs/runtimes/tls-server
workers=6

# message NAME <S_CLIENT'S: a handshake message's bytes, as s_client -msg shows them.
message() {
	sed -n "/^<<< .*, $1\$/,/^[<>]/ { /^ / p }" | tr -d ' \n'
}

# sessions COMMAND...: for each worker a line, its random number (without the time that
# begins it) and its key.
sessions() {
	local port said pid
	rm -f "$tmp/port"
	"$@" "$server" "$tmp/cert.pem" "$tmp/key.pem" $workers >"$tmp/port" &
	pid=$!
	for _ in {1..200}; do
		[ -s "$tmp/port" ] && break
		sleep 0.05
	done
	port=$(<"$tmp/port")
	for ((i = 0; i < workers; i++)); do
		said=$(timeout 10 openssl s_client -connect "127.0.0.1:$port" -tls1_2 -curves P-256 -msg </dev/null 2>/dev/null)
		echo "$(message ServerHello <<<"$said" | cut -c 21-76) $(message ServerKeyExchange <<<"$said" | cut -c 9-146)"
	done
	wait $pid
}

if ! command -v openssl >/dev/null; then
	lacks openssl "a client"
elif here tls-server libmbedtls-dev; then
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
		-keyout "$tmp/key.pem" -out "$tmp/cert.pem" 2>/dev/null
	sessions env >"$tmp/bare"
	sessions "$launcher" >"$tmp/healed"
	is "$(awk '{ print length($1), length($2) }' "$tmp/bare" | sort | uniq -c | xargs)" "$workers 56 138" \
		"bare, each worker answers"
	is "$(cut -d' ' -f1 "$tmp/bare" | distinct)" "1 of $workers" "bare, with one random number"
	is "$(cut -d' ' -f2 "$tmp/bare" | distinct)" "1 of $workers" "bare, with one key"
	is "$(cut -d' ' -f1 "$tmp/healed" | distinct)" "$workers of $workers" "healed, random numbers of their own"
	is "$(cut -d' ' -f2 "$tmp/healed" | distinct)" "$workers of $workers" "healed, keys of their own"
fi
finish
