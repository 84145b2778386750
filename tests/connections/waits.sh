#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Clients that wait by an epoll set which they made before the fork: a child that was cut off
# is told so by its own set, and neither hangs nor disturbs its parent's.
. "$(dirname "$0")/../lib.sh"
python=/usr/bin/python3
waits=$root/tests/connections/waits.py
export PYTHONDONTWRITEBYTECODE=1

# said WAY COMMAND...: in one line; who waits for ever is ended.
said() {
	local way=$1
	shift
	timeout -k 5 30 "$@" "$python" "$waits" "$way" 2>&1 | paste -sd' '
}

for way in Inherited:BrokenPipeError Fresh:BrokenPipeError Oneshot:BrokenPipeError Readers:closed \
	Nested:BrokenPipeError Polled:BrokenPipeError Asyncio:BrokenPipeError; do
	error=${way#*:} way=${way%:*} first=$error
	[ "$way" != Asyncio ] || first=ConnectionResetError
	is "$(said $way env -u LD_PRELOAD)" "child ok ok ok parent ok ok ok" "$way: bare, a child shares the connection"
	is "$(said $way "$launcher" --connections=isolate --peers=all)" \
		"child $first $error $error parent ok ok ok" "$way: isolated, $error, the parent goes on"
	is "$(said $way "$launcher" --connections=isolate,eager --peers=all)" \
		"child $first $error $error parent ok ok ok" "$way: likewise at the fork"
	is "$(said $way "$launcher" --connections=isolate --peers=1)" "child ok ok ok parent ok ok ok" \
		"$way: another's peer, as bare"
done
finish
