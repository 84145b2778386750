#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Clients that say little, or that no hook sees: what docs/connections.md says of python3-memcache,
# paho-mqtt and PHP's memcached.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/connections.bash"

parts "silent" memcached mosquitto memcache. paho.mqtt.client. php-memcached php-pcntl
start_memcached
start_mosquitto

# says CLIENT PORT RUNNER...
says() {
	local client=$1 port=$2
	shift 2
	TEST_PORT=$port timeout -k 5 60 "$@" "$python" -W ignore "$here/silent.py" "$client" 2>&1 </dev/null
}
isolate=("$launcher" --connections=isolate --peers)
is "$(says memcache "$memcached_port" env)" \
	"get 'x' set True, get 'x' set True, parent x" "memcache: bare, it is shared"
is "$(says memcache "$memcached_port" "${isolate[@]}" "$memcached_port")" \
	"get None set 0, get 'x' set True, parent x" \
	"memcache: isolated, no answers for dead_retry, then its own connection"
is "$(says mqtt "$mosquitto_port" env)" "publish 0, loop_write 0, publish 0, parent True" \
	"paho: bare, it is shared"
is "$(says mqtt "$mosquitto_port" "${isolate[@]}" "$mosquitto_port")" \
	"publish 0, loop_write 7, publish 4, parent True" \
	"paho: isolated, the first publish() is lost, loop_write() and the next ones say so"

# memcached RUNNER...: the parent's answer, and the status.
memcached_says() {
	TEST_PORT=$memcached_port timeout -k 5 60 "$@" php "$here/share-memcached.php" 2>"$tmp/err" \
		</dev/null
	echo "status $?"
}
is "$(memcached_says env | paste -sd' ')" "false status 0" "PHP's memcached: bare, a child's end is its parent's"
is "$(memcached_says "$launcher" --connections=isolate,eager --peers="$memcached_port" | paste -sd' ')" \
	"'x' status 0" "PHP's memcached: isolated at the fork, the parent goes on"
is "$(memcached_says "$launcher" --check --connections=warn | paste -sd' ')" "false status 99" \
	"PHP's memcached: warned, the check is not green"
# PHP 8.4 binds extensions as others do: then the child's end is seen itself.
grep -Eq "127.0.0.1:$memcached_port, (used by calls that are not seen|shut down)" "$tmp/err"
ok $? "PHP's memcached: warned, the peer is named"
finish
