#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Drivers of MariaDB and PostgreSQL, and clients of redis and memcached: one connection, made
# in the parent and used by four children and the parent at a time. A driver knows of no
# reconnecting, so an isolated child has a lost connection for good; others reconnect.
# Takes long.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/connections.bash"

parts "drivers" mariadbd mariadb-install-db "$postgres" redis-server memcached \
	pymysql. MySQLdb. psycopg2. redis. pylibmc. "$programs/connections/pq"
start_mariadb
start_postgres
start_redis
start_memcached
# redis-py 6 asks three times before it tells its caller of an error.
redis_fares=$("$python" -c 'import redis; print("seamless" if redis.VERSION[0] >= 6 else "once")')

client pymysql mariadb lasting
client pymysql_ping mariadb seamless
client mysqldb mariadb lasting
client psycopg2 postgres lasting
client pq postgres lasting
client redis_single redis "$redis_fares"
client pylibmc memcached once
client pymysql_unix mariadb lasting
client psycopg2_unix postgres lasting
client pymysql_tls mariadb lasting
client psycopg2_tls postgres lasting

# A pool that looks at the pid needs no help, gets none and is not accused.
silent redis redis inherited
finish
