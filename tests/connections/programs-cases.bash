#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The cases of programs.sh, one function each: servers of all kinds that fork, and programs
# that give a connection to what they start. Usage: programs-cases.bash CASE
# Scripts stand in quotes; what is read is not written.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2094
. "$(dirname "$0")/case.bash"

three_clients() {
	local i
	until_true listening "$port"
	for i in 1 2 3; do ask "$port" "client $i"; done
}

inetd() {
	free_port
	echo "127.0.0.1:$port stream tcp nowait $me /bin/cat cat" >inetd.conf
	start /usr/sbin/inetd -i "$PWD/inetd.conf"
	three_clients
}

inetd_wait() {
	free_port
	echo "127.0.0.1:$port stream tcp wait $me $built/apart apart serve_inherited" >inetd.conf
	start /usr/sbin/inetd -i "$PWD/inetd.conf"
	three_clients
}

socket_activation() {
	free_port
	start systemd-socket-activate -l "127.0.0.1:$port" "$built/apart" serve_activated 2>/dev/null
	three_clients
}

activation_per_connection() {
	free_port
	start systemd-socket-activate -a --inetd -l "127.0.0.1:$port" cat 2>/dev/null
	three_clients
}

socat_server() {
	free_port
	start socat "TCP-LISTEN:$port,bind=127.0.0.1,fork,reuseaddr" EXEC:cat
	three_clients
}

# Its children connect.
socat_proxy() {
	free_port
	start socat "TCP-LISTEN:$port,bind=127.0.0.1,fork,reuseaddr" "TCP:127.0.0.1:$PEER"
	three_clients
}

talk='echo a; read -r line; echo "$line" >&2'

# The program has a pair, socat the connection.
socat_client() {
	socat "TCP:127.0.0.1:$PEER" "SYSTEM:'$talk'" 2>&1
	socat "TCP:127.0.0.1:$PEER" "SYSTEM:'$talk',pipes" 2>&1
}

# The program has the connection.
socat_gives_it_away() {
	socat "TCP:127.0.0.1:$PEER" "SYSTEM:'$talk',nofork" 2>&1
}

git_daemon() {
	free_port
	git init -q --bare served.git
	git init -q work
	git -C work -c user.name=a -c user.email=a@b commit -q --allow-empty -m "a commit"
	git -C work push -q ../served.git HEAD:refs/heads/main
	start git daemon --export-all --base-path="$PWD" --listen=127.0.0.1 --port="$port" \
		--reuseaddr --enable=receive-pack
	until_true listening "$port"
	git clone -q -b main "git://127.0.0.1:$port/served.git" copy && git -C copy log --format=%s
	git -C copy -c user.name=a -c user.email=a@b commit -q --allow-empty -m "another"
	git -C copy push -q 2>&1
	git -C work fetch -q "git://127.0.0.1:$port/served.git" main
	git -C work log --format="fetched: %s" FETCH_HEAD
}

files() {
	mkdir -p from/below
	seq 5000 >from/numbers
	seq 50 >from/below/few
}

rsync_daemon() {
	free_port
	files
	printf '%s\n' "use chroot = no" "[files]" "path = $PWD/from" "read only = no" >rsyncd.conf
	[ "$(id -u)" -ne 0 ] || sed -i '1i uid = root\ngid = root' rsyncd.conf
	start rsync --daemon --no-detach --config=rsyncd.conf --address=127.0.0.1 \
		--port="$port" --log-file=rsync.log
	until_true listening "$port"
	rsync -a "rsync://127.0.0.1:$port/files/" to/ && diff -r from to && echo pulled
	echo more >>to/numbers
	rsync -a -c to/ "rsync://127.0.0.1:$port/files/" && diff -r from to && echo pushed
}

# web: lighttpd with a CGI script.
web() {
	free_port
	mkdir -p web
	printf '#!/bin/sh\necho Content-Type: text/plain\necho\necho "$QUERY_STRING"\n' >web/ask.cgi
	echo "a page" >web/page
	chmod +x web/ask.cgi
	printf '%s\n' 'server.modules = ("mod_cgi")' "server.document-root = \"$PWD/web\"" \
		"server.port = $port" 'server.bind = "127.0.0.1"' \
		'cgi.assign = (".cgi" => "/bin/sh")' >lighttpd.conf
	start lighttpd -D -f lighttpd.conf 2>lighttpd.log
	until_true listening "$port"
}

cgi() {
	local i
	web
	for i in 1 2 3; do curl -sS "http://127.0.0.1:$port/ask.cgi?question=$i"; done
	curl -sS "http://127.0.0.1:$port/ask.cgi?first" "http://127.0.0.1:$port/ask.cgi?second"
}

pipelines() {
	web
	sh -c "curl -sS http://127.0.0.1:$port/page | sed 's/^/curl: /' | cat"
	sh -c "wget -q -O - http://127.0.0.1:$port/page | sed 's/^/wget: /'"
	sh -c "x=\$(curl -sS http://127.0.0.1:$port/page); echo \"in a variable: \$x\" | cat"
	sh -c "(curl -sS http://127.0.0.1:$port/page & wget -q -O - http://127.0.0.1:$port/page; wait)"
}

# The replica's connection to its primary is a client's, and BGSAVE forks.
redis() {
	local first
	free_port
	first=$port
	start redis-server --bind 127.0.0.1 --port "$first" --save "" \
		--repl-diskless-sync-delay 0 --dbfilename first.rdb >first.log
	free_port
	until_true listening "$first"
	start redis-server --bind 127.0.0.1 --port "$port" --save "" --dbfilename second.rdb \
		--replicaof 127.0.0.1 "$first" >second.log
	until_true listening "$port"
	redis-cli -p "$first" set key 1
	until_true value "$port" 1
	until_true saved "$first" # what it made for the replica
	redis-cli -p "$port" bgsave
	redis-cli -p "$first" bgsave
	until_true saved "$port"
	until_true saved "$first"
	redis-cli -p "$first" set key 2
	until_true value "$port" 2
	echo "the replica follows"
}
value() { [ "$(redis-cli -p "$1" get key)" = "$2" ]; }
saved() { redis-cli -p "$1" info persistence | grep -q '^rdb_bgsave_in_progress:0'; }

# The workers are forked from a process that has a connection of its own, and leave it alone.
gunicorn_workers() {
	local i
	free_port
	cat >application.py <<-'END'
		import os
		import socket
		held = socket.create_connection(("127.0.0.1", int(os.environ["PEER"])))
		held.sendall(b"quiet before the fork\n")

		def application(environment, start):
		    start("200 OK", [("Content-Type", "text/plain")])
		    return [b"answer " + environment["QUERY_STRING"].encode() + b"\n"]
	END
	start /usr/bin/python3 "$(type -P gunicorn)" --preload -w 3 -b "127.0.0.1:$port" \
		application:application 2>gunicorn.log
	until_true listening "$port"
	for i in 0 1 2 3 4 5 6 7 8 9; do curl -sS "http://127.0.0.1:$port/?$i"; done
}

"$1"
