#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The cases of postgres.sh, one function each: the server, which forks for each client, and
# clients that fork while they are connected. The socket is in PGHOST, the data in PGDATA.
# Usage: postgres-cases.bash CASE
# shellcheck source-path=SCRIPTDIR disable=SC2016 # scripts in quotes
. "$(dirname "$0")/case.bash"

query() { psql -X -A -t -q "$@"; }

# Its shell commands and pipes are children.
shell_commands() {
	query <<-'END'
		select 'before';
		\! echo from a shell
		select `echo 4` + 1;
		\o | sed 's/^/piped: /'
		select 'by a pipe';
		\o
		\copy (select 'copied') to program 'cat'
		select 'after';
	END
}

# The workers connect by themselves, while the leader keeps its connection.
parallel_dump() {
	query -c "create table a as select generate_series(1, 2000)" \
		-c "create table b as select generate_series(1, 3000)"
	pg_dump -Fd -j 3 -f dumped && echo dumped
	query -c "create database copy"
	pg_restore -j 3 -d copy dumped && echo restored
	query -d copy -c "select count(*) from a" -c "select count(*) from b"
	query -c "drop database copy" -c "drop table a, b"
}

# One process fetches the files, a child the log, by a connection that was made for it
# before the fork.
base_backup() {
	pg_basebackup -c fast -X stream -D copy 2>&1 && test -s copy/PG_VERSION && echo fetched
}

# A server of our own, with clients at a time.
server() {
	local i
	export PGHOST=$PGHOST/own PGDATA=$PGDATA-own
	start "${as_server[@]}" postgres -c listen_addresses= -k "$PGHOST" -c fsync=off 2>server.log
	until_true query -c ""
	for i in 1 2 3; do query -c "select 'client $i' from pg_sleep(0.05)" & done
	wait -n && wait -n && wait -n
	query -c "set max_parallel_workers_per_gather = 2" -c "set parallel_setup_cost = 0" \
		-c "set debug_parallel_query = on" -c "select count(*) from generate_series(1, 1000)" \
		-c "checkpoint" -c "select 'last'"
}

declare -a as_server=()
[ "$(id -u)" -ne 0 ] || as_server=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
"$1"
