#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Servers that load an application, NumPy and all, and fork 4 workers: gunicorn --preload,
# uwsgi (which never tells CPython of its forks), Celery's prefork pool on a redis of its
# own. All on unix sockets; what was started here is stopped here.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"
sockets=$(mktemp -d /tmp/forkseed.XXXXXX) # a socket's path has 107 bytes at most
server=
broker=
trap 'stop "$server"; stop "$broker"; rm -rf "$tmp" "$sockets"' EXIT
export PYTHONPATH=$here

# begin HOW COMMAND...: in a session of its own, for a minute and a half at most.
begin() {
	local preload=
	[ "$1" = bare ] || preload=$shim
	shift
	(cd "$sockets" && exec env -u LD_PRELOAD ${preload:+LD_PRELOAD="$preload"} setsid timeout -k 5 90 "$@") \
		>"$tmp/log" 2>&1 </dev/null &
	begun=$!
}

# stop PID: the session that it leads; a server that hangs in its shutdown is not our affair.
stop() {
	[ -n "$1" ] || return 0
	kill -TERM "$1" 2>/dev/null
	for _ in {1..50}; do
		kill -0 -- "-$1" 2>/dev/null || break
		sleep 0.1
	done
	kill -KILL -- "-$1" 2>/dev/null
	wait "$1" 2>/dev/null
	return 0
}

# serves LABELS CLIENT... -- SERVER...: what the client prints, bare and with the shim.
serves() {
	local labels=$1 how status label client=()
	shift
	while [ "$1" != -- ]; do client+=("$1") && shift; done
	shift
	for how in bare shim; do
		begin $how "$@"
		server=$begun
		timeout 60 "${client[@]}" >"$tmp/$how" 2>"$tmp/$how.err" </dev/null
		status=$?
		stop "$server"
		server=
		rm -f "$sockets/web"
		for label in $labels; do
			if [ $how = bare ]; then
				repeats "$label" 4 $status "$tmp/bare"
			else
				differs "$label" 4 $status "$tmp/shim"
			fi
		done
		[ $status -eq 0 ] || tail -n 5 "$tmp/log" | sed 's/^/#   /'
	done
}

web=("stream default_rng Random" "$python" "$here/browser.py" "$sockets/web" 4 --)
need_module numpy "NumPy in servers" || { finish && exit; }

if need_module gunicorn "gunicorn --preload"; then
	note "gunicorn --preload"
	serves "${web[@]}" "$python" -m gunicorn --preload -w 4 -b unix:web --pythonpath "$here" webapp
fi

if need uwsgi_python3 "uwsgi"; then
	note "uwsgi"
	serves "${web[@]}" uwsgi_python3 --http-socket web --processes 4 --master --die-on-term \
		--pythonpath "$here" --module webapp
fi

if need redis-server "celery" && need_module celery "celery" && need_module redis "celery"; then
	note "celery, prefork"
	begin bare redis-server --port 0 --unixsocket "$sockets/redis" --save "" --appendonly no
	broker=$begun
	for _ in {1..100}; do # a client that comes first is refused
		[ ! -S "$sockets/redis" ] || break
		sleep 0.1
	done
	export TEST_REDIS=redis+socket://$sockets/redis
	worker=("$python" -m celery -A jobs worker -c 4 --pool prefork --without-gossip --without-mingle)
	serves "celery objects" "$python" "$here/jobs.py" 4 -- "${worker[@]}"
fi
finish
