#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# What must be as it is bare, with real servers: a connection that a daemon takes with it when
# it leaves its parent; what a child opened itself, while it has children; children whose
# server is not in --peers; --check, whose status is the command's where each child has a
# connection of its own.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/connections.bash"

parts "rights" mariadbd "$postgres" nginx pymysql. psycopg2. requests.
start_mariadb
start_postgres
start_nginx

# detaches LIBRARY SERVER WAY RUNNER...: a daemon's lines, when it has ended.
detaches() {
	local port=$2_port library=$1 way=$3
	shift 3
	TEST_PORT=${!port} timeout -k 5 60 "$@" "$python" "$here/daemon.py" "$library" "$way" \
		2>"$lines.err" </dev/null | cat >"$lines"
}
all_right() {
	is "$(of children ok) of $(of children ''), $(of last ok)" "$TEST_QUERIES of $TEST_QUERIES, 1" "$1"
}

for cell in pymysql:mariadb psycopg2:postgres requests:tls13; do
	for way in twice daemon orphan; do
		library=${cell%:*} server=${cell#*:}
		isolated "$library" "$server"
		detaches "$library" "$server" $way "${runner[@]}"
		all_right "$library, $way: isolated, the daemon keeps its connection"
		warned
		detaches "$library" "$server" $way "${runner[@]}"
		all_right "$library, $way: warned"
		is "$(findings)" 0 "$library, $way: warned, silent"
	done
done

# Three generations: 28 questions by one's own, 7 by another's, and the parent's last.
for cell in pymysql:mariadb psycopg2:postgres; do
	library=${cell%:*} server=${cell#*:} port=${cell#*:}_port
	isolated "$library" "$server"
	TEST_PORT=${!port} "${runner[@]}" "$python" "$here/generations.py" "$library" >"$lines"
	is "$(of children ok) own, $(of other error) other's, $(of last ok)" "28 own, 7 other's, 1" \
		"$library: isolated, each generation keeps what it opened, and only that"
done

first_bad mysqldb mariadb "$launcher" --connections=isolate --peers="$postgres_port"
ok $? "another server's port in --peers: as bare, $(counted)"
first_bad mysqldb mariadb "$launcher"
ok $? "without --connections: as bare, $(counted)"

TEST_USE=own shares mysqldb mariadb "$launcher" --connections=warn --check
is "$(outcome)" "seamless, 0 wrong, 0 hung, the parent's 0 errors" "--check, own: status 0"
shares_status() { grep -o 'status [0-9]*' "$lines"; }
TEST_PATIENCE=1 shares mysqldb mariadb "$launcher" --connections=warn --check=98
is "$(shares_status)" "status 98" "--check=98, shared: status 98"
finish
