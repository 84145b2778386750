#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Servers that load an application, with its database connection, before they fork 4 workers:
# gunicorn --preload, and Celery's prefork pool, whose own connections to redis are in order
# as they are. The connection is shared by the workers, not with their parent.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/connections.bash"

parts "servers that fork" mariadbd redis-server sqlalchemy. MySQLdb. redis. gunicorn. \
	celery.
start_mariadb
start_redis
export PYTHONPATH=$here TEST_LIBRARY=sa_mysqldb_ping TEST_PORT=$mariadb_port
export TEST_BY=pool TEST_QUERIES=400

# asked HOST RUNNER...: what the workers answer, into $lines.
asked() {
	local host=$1 server status
	shift
	(cd "$site" && exec setsid timeout -k 30 90 "$@" "${command[@]}") >"$tmp/log" 2>&1 </dev/null &
	server=$!
	servers+=("TERM:$server")
	timeout -k 5 60 "$python" "$here/application.py" "$host" "$site/web" >"$lines" 2>"$lines.err"
	status=$?
	kill -TERM -- -$server 2>/dev/null
	wait $server 2>/dev/null
	if [ $status -ne 0 ]; then tail -n 5 "$lines.err" "$tmp/log" | sed 's/^/#   /'; fi
	rm -f "$site/web"
}

# Which worker comes when is chance.
goes_wrong() { asked "$@" && bad; }
is_accused() { asked "$@" && [ "$(found shared-use sa_mysqldb mariadb)" -gt 0 ]; }

# host NAME COMMAND...: bare, isolated and warned.
host() {
	local host=$1 runner command
	shift
	command=("$@")
	sees goes_wrong "$host" env
	ok $? "$host: bare, $(counted)"
	isolated sa_mysqldb_ping mariadb
	asked "$host" "${runner[@]}"
	is "$(outcome)" "seamless, 0 wrong, 0 hung, the parent's 0 errors" "$host: isolated, $(counted)"
	warned
	sees is_accused "$host" "${runner[@]}"
	ok $? "$host: warned, $(found shared-use sa_mysqldb mariadb) findings ($(counted))"
	is "$(found 'shared-[a-z]*' redis redis)" 0 "$host: warned, nothing about redis"
}

host web "$python" -m gunicorn --preload -w 4 -b "unix:$site/web" application
export TEST_REDIS=redis://127.0.0.1:$redis_port
host tasks "$python" -m celery -A application worker -c 4 --pool prefork --without-gossip \
	--without-mingle
finish
