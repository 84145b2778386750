#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# PostgreSQL's server, and clients of it that fork: psql with its shell commands, a dump by
# several processes, a backup. Nothing changes for them.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/innocent.bash"
PATH=$(echo /usr/lib/postgresql/*/bin | tr ' ' ':'):$PATH
need postgres "PostgreSQL's server and clients" || { finish; exit 0; }
unset "${!PG@}"
export PGDATA=$sockets/data PGHOST=$sockets PGUSER=forkseed PGDATABASE=postgres

as_server=() # never as root
[ "$(id -u)" -ne 0 ] || {
	as_server=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
	chown nobody "$sockets"
}
"${as_server[@]}" initdb -N -A trust -U forkseed >"$tmp/initdb" 2>&1
"${as_server[@]}" cp -r "$PGDATA" "$PGDATA-own"
"${as_server[@]}" mkdir "$PGHOST/own"
"${as_server[@]}" postgres -c listen_addresses= -k "$PGHOST" -c fsync=off \
	-c wal_level=replica >"$tmp/server" 2>&1 &
server=$!
trap 'kill -QUIT $server; wait $server; rm -rf "$tmp" "$sockets"' EXIT
for _ in {1..500}; do
	psql -X -q -c "" 2>/dev/null && break
	sleep 0.02
done

client() { innocent "$1" "$3" "$2" "$here/postgres-cases.bash" "$1"; }

client shell_commands "^after" all
client parallel_dump "^3000" all

# Its child is handed a connection that its parent keeps, without a use for it: where that is
# isolated, the child is cut off. That it ends its parent's other one is true: it calls
# exit(3), and what its parent registered by atexit(3) says Terminate. Nobody misses it.
run bare "$here/postgres-cases.bash" base_backup
is "$(cat "$tmp/bare/out")" fetched "base_backup: bare, it works"
warned "$here/postgres-cases.bash" base_backup
same warn "base_backup: warned, as bare"
is "$(accused | grep -v '^shared-end .*Terminate$')" "" \
	"base_backup: nobody is accused of more than a goodbye"
peers=1 isolated "$here/postgres-cases.bash" base_backup
same isolate "base_backup: isolated from others, as bare"

order=no
client server "^last" all
finish
