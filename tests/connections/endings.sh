#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Children that ask nothing and only end: by destructors (return), close(), shutdown(),
# also by a dup(2), or the engine's dispose(). What they say to the server ends the parent's connection, unless
# they are isolated. A child that leaves by _exit says nothing.
# Takes long.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/connections.bash"

parts "endings" mariadbd "$postgres" nginx memcached DBD::mysql DBD::Pg php-mysqli \
	php-pdo_mysql sqlalchemy. pymysql. MySQLdb. psycopg2. pylibmc. \
	"$programs/connections/pq" "$programs/connections/tls"
start_mariadb
start_postgres
start_memcached
start_nginx
export TEST_CHILDREN=1 TEST_QUERIES=0

# kills LIBRARY SERVER END: the parent's one question afterwards, in all four ways.
kills() {
	local runner
	local -x TEST_END=$3
	shares "$1" "$2"
	is "$(of last error)" 1 "$1, $3: bare, the parent's connection is gone"
	isolated "$@"
	shares "$1" "$2" "${runner[@]}"
	is "$(of last ok)" 1 "$1, $3: isolated, the parent goes on"
	warned
	shares "$1" "$2" "${runner[@]}"
	[ "$(of last error)" -eq 1 ] && [ "$(found 'shared-[a-z]*' "$1" "$2")" -gt 0 ]
	ok $? "$1, $3: warned, $(found 'shared-[a-z]*' "$1" "$2") findings"
}

# harmless LIBRARY SERVER END: bare, and warn has nothing to say.
harmless() {
	local runner
	local -x TEST_END=$3
	warned
	shares "$1" "$2" "${runner[@]}"
	is "$(of last ok), $(findings) findings" "1, 0 findings" "$1, $3: warned, silent"
}

for end in return close; do
	kills mysqldb mariadb $end
	kills sa_mysqldb mariadb $end
	kills pylibmc memcached $end
	kills mysql mariadb $end
	kills Pg postgres $end
	kills pdo_mysql mariadb $end
	kills mysqli mariadb $end
done
kills pymysql mariadb close
kills sa_pymysql mariadb close
kills psycopg2 postgres close
kills sa_psycopg2 postgres close
kills pq postgres close
kills tls tls12 close
kills tls tls13 close
for library in pymysql mysqldb sa_pymysql; do kills $library mariadb shutdown; done
kills psycopg2 postgres shutdown
kills http_client tls13 shutdown
kills pylibmc memcached shutdown
kills pymysql mariadb shutdown_copy
kills psycopg2 postgres shutdown_copy

for library in pymysql mysqldb mysql mysqli; do harmless $library mariadb _exit; done
for library in psycopg2 pq Pg; do harmless $library postgres _exit; done
harmless tls tls13 _exit
harmless requests tls13 _exit
finish
