#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The short tests' one run of each client, many times, for what comes first is chance: every
# isolated run is right; every run that warn sees go wrong is named, and none where each
# process opens its own; and SQLAlchemy bare, the 20 runs of 100 queries that the isolated ones
# are compared with.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/connections.bash"
server_life=7200
times=${FORKSEED_TEST_TIMES:-20}
unset FORKSEED_TEST_TIMES # the launcher would warn of a name that it does not know

parts "many runs" mariadbd "$postgres" nginx memcached redis-server DBD::mysql DBD::Pg \
	php-mysqli php-pdo_mysql pymysql. MySQLdb. psycopg2. sqlalchemy. requests. \
	urllib3. pycurl. redis. pylibmc. "$programs/connections/pq" \
	"$programs/connections/tls"
start_mariadb
start_postgres
start_nginx
start_memcached
start_redis

# every LIBRARY SERVER OUTCOME
every() {
	local runner i right=0
	isolated "$@"
	for ((i = 0; i < times; i++)); do
		shares "$1" "$2" "${runner[@]}"
		[ "$(outcome)" = "$3, 0 wrong, 0 hung, the parent's 0 errors" ] && right=$((right + 1))
	done
	is $right "$times" "$1 on $2: isolated, $3 in $right runs of $times"
}

# named LIBRARY SERVER: runs that go wrong, and those of them that have a finding. What PHP's
# libpq does with a connection is hidden from warn, which says so.
named() {
	local i amiss=0 named=0 kind=shared-use
	[ "$1" != pdo_pgsql ] || kind=shared-unseen
	for ((i = 0; i < times; i++)); do
		warned_run $kind "$1" "$2" || continue
		amiss=$((amiss + 1))
		[ "$(found $kind "$1" "$2")" -gt 0 ] && named=$((named + 1))
	done
	is "$named of $amiss" "$amiss of $amiss" "$1 on $2: warned, $named of $amiss named"
}

# unnamed LIBRARY SERVER: nobody is accused where each process opens its own.
unnamed() {
	local runner i use told=0
	for ((i = 0; i < times; i++)); do
		for use in own disposed; do
			warned
			TEST_USE=$use shares "$1" "$2" "${runner[@]}"
			told=$((told + $(findings) - $(grep -c '"kind":"shared-unseen"' "$tmp/report")))
		done
	done
	is $told 0 "$1 on $2: warned, own and disposed, $told findings"
}

# twenty LIBRARY SERVER: how bare compares.
twenty() {
	local i amiss=0 wrong=0 errors=0
	local -x TEST_BY=pool TEST_QUERIES=100 TEST_PATIENCE=1
	for ((i = 0; i < 20; i++)); do
		shares "$1" "$2"
		if bad; then amiss=$((amiss + 1)); fi
		wrong=$((wrong + $(all WRONG)))
		errors=$((errors + $(all error)))
	done
	[ $amiss -gt 0 ]
	ok $? "$1: bare, $amiss of 20 runs bad, $wrong answers wrong, $errors errors"
}

while read -r library server outcome; do
	every "$library" "$server" "$outcome"
	named "$library" "$server"
	unnamed "$library" "$server"
done <<-EOF
	pymysql mariadb lasting
	pymysql_ping mariadb seamless
	pymysql_unix mariadb lasting
	pymysql_tls mariadb lasting
	mysqldb mariadb lasting
	psycopg2 postgres lasting
	psycopg2_unix postgres lasting
	psycopg2_tls postgres lasting
	pq postgres lasting
	redis_single redis once
	pylibmc memcached once
	mysql mariadb lasting
	mysql_cached mariadb seamless
	Pg postgres lasting
	Pg_cached postgres seamless
	pdo_mysql mariadb lasting
	mysqli mariadb lasting
	pdo_pgsql postgres lasting
	sa_pymysql mariadb once
	sa_pymysql_ping mariadb seamless
	sa_mysqldb mariadb once
	sa_mysqldb_ping mariadb seamless
	sa_psycopg2 postgres once
	sa_psycopg2_ping postgres seamless
	requests tls12 seamless
	requests tls13 seamless
	urllib3 tls13 seamless
	http_client tls13 lasting
	pycurl tls13 seamless
	tls tls12 lasting
	tls tls13 lasting
EOF
twenty sa_pymysql mariadb
twenty sa_mysqldb mariadb
twenty sa_psycopg2 postgres
finish
