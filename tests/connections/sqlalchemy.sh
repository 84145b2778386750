#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# A SQLAlchemy engine, used once in the parent and then by the workers of a Pool, over three
# drivers: 500 queries each (soak-many.sh: 2000). Isolated, no row is another's; a worker has one
# error at most, and none with pool_pre_ping.
# Takes long.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/connections.bash"

parts "SQLAlchemy" mariadbd "$postgres" sqlalchemy. pymysql. MySQLdb. psycopg2.
start_mariadb
start_postgres

# pooled LIBRARY SERVER OUTCOME: a Pool of 4, 100 queries; 5 runs where it is isolated.
pooled() {
	local -x TEST_BY=pool TEST_QUERIES=100
	shows "$1" "$2"
	TEST_RUNS=5 heals "$1" "$2" "$3"
	names "$1" "$2"
	silent "$1" "$2" own
	silent "$1" "$2" disposed
}

for driver in pymysql:mariadb mysqldb:mariadb psycopg2:postgres; do
	pooled "sa_${driver%:*}" "${driver#*:}" once
	pooled "sa_${driver%:*}_ping" "${driver#*:}" seamless
done
finish
