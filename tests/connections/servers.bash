# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# Servers of the tests' own: start_mariadb, start_postgres, start_redis, start_memcached,
# start_mosquitto and start_nginx (on tls12 and tls13), each on a free port of 127.0.0.1, with its data below $site,
# in a session of its own, and never as root. Sets NAME_port and, for databases, NAME_socket.
# All end with the test. Sourced after lib.sh.

site=$(mktemp -d /tmp/forkseed.XXXXXX)
chmod 755 "$site"
servers=()
server_life=$((${limit:-300} - 20)) # seconds, whatever becomes of the test (tests/run gives the limit)
mariadb_port='' postgres_port='' redis_port='' memcached_port='' mosquitto_port='' tls12_port='' tls13_port=''
trap 'stop_servers; rm -rf "${tmp-}" "$site"' EXIT
certificate=$site/certificate.pem
PATH=$PATH:/usr/sbin # nginx, mariadbd
postgres=$(compgen -G '/usr/lib/postgresql/*/bin/postgres' | tail -n 1)

# as_nobody COMMAND...: replaces this shell; root becomes nobody, others stay who they are.
as_nobody() {
	[ "$(id -u)" -ne 0 ] || set -- setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"
	exec env -u LD_PRELOAD "$@"
}

# place NAME: an empty directory that the server may write to, as $dir.
place() {
	dir=$site/$1
	rm -rf "$dir"
	mkdir -p "$dir"
	[ "$(id -u)" -ne 0 ] || chown nobody "$dir"
}

# certify: the server's key, and the certificate that all its clients trust.
certify() {
	if [ ! -e "$certificate" ]; then
		openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
			-subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
			-keyout "$site/key.pem" -out "$certificate" 2>"$dir.log" || return
	fi
	cp "$site/key.pem" "$dir/"
	chmod 600 "$dir/key.pem"
	[ "$(id -u)" -ne 0 ] || chown nobody "$dir/key.pem"
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port: below what the kernel hands out by itself, and nobody listens there.
free_port() {
	local port
	while port=$((10000 + SRANDOM % 20000)); do
		answers "$port" || break
	done
	echo "$port"
}

# started SIGNAL PORT READY... -- COMMAND...: true when COMMAND runs and READY succeeds.
started() {
	local signal=$1 port=$2 ready=()
	shift 2
	while [ "$1" != -- ]; do ready+=("$1") && shift; done
	shift
	(cd "$dir" && as_nobody setsid timeout -k 5 "$server_life" "$@") >"$dir.log" 2>&1 </dev/null &
	servers+=("$signal:$!")
	for _ in {1..300}; do
		if "${ready[@]}"; then return 0; fi
		kill -0 $! 2>/dev/null || break
		sleep 0.1
	done
	sed 's/^/# /' "$dir.log"
	return 1
}

# on_port NAME FUNCTION: tries FUNCTION PORT on free ports, for another may take one first.
on_port() {
	local -n chosen=$1_port
	for _ in 1 2 3; do
		chosen=$(free_port)
		place "$1"
		if "$2" "$chosen"; then return 0; fi
	done
	echo "Bail out! $1 does not start"
	exit 1
}

stop_servers() {
	local entry
	for entry in "${servers[@]}"; do kill -"${entry%:*}" -- "-${entry#*:}"; done
	for entry in "${servers[@]}"; do stop_one "${entry#*:}"; done
	servers=()
} 2>/dev/null

stop_one() {
	for _ in {1..50}; do
		kill -0 -- "-$1" || break
		sleep 0.1
	done
	kill -KILL -- "-$1"
	wait "$1"
}

mariadb_on() {
	local small=(--innodb-log-file-size=4M --innodb-buffer-pool-size=8M --innodb-flush-method=nosync)
	certify || return
	(as_nobody mariadb-install-db --no-defaults --auth-root-authentication-method=normal \
		--skip-test-db --datadir="$dir" "${small[@]}") >"$dir.log" 2>&1 </dev/null || return
	mariadb_socket=$dir/mysqld.sock
	started TERM "$1" answers "$1" -- mariadbd --no-defaults --datadir="$dir" "${small[@]}" \
		--ssl-cert="$certificate" --ssl-key="$dir/key.pem" --skip-name-resolve \
		--bind-address=127.0.0.1 --port="$1" --socket="$mariadb_socket"
}

postgres_on() {
	local programs=${postgres%/*}
	certify || return
	(as_nobody "$programs/initdb" -N -A trust -U root -D "$dir/data") >"$dir.log" 2>&1 \
		</dev/null || return
	postgres_socket=$dir/.s.PGSQL.$1
	started QUIT "$1" "$programs/pg_isready" -q -h 127.0.0.1 -p "$1" -- \
		"$postgres" -D "$dir/data" -p "$1" -c fsync=off -c ssl=on \
		-c ssl_cert_file="$certificate" -c ssl_key_file="$dir/key.pem" \
		-c listen_addresses=127.0.0.1 -c unix_socket_directories="$dir"
}

redis_on() {
	started TERM "$1" answers "$1" -- redis-server --bind 127.0.0.1 --port "$1" --save "" --appendonly no
}

memcached_on() {
	started TERM "$1" answers "$1" -- memcached -U 0 -l 127.0.0.1 -p "$1"
}

# One port for each version of TLS; /?id=TEXT answers TEXT, so that a wrong answer shows.
nginx_on() {
	tls13_port=$(free_port)
	cat >"$dir/nginx.conf" <<-EOF
		daemon off;
		pid $dir/pid;
		error_log $dir/errors;
		worker_processes 2;
		events { worker_connections 256; }
		http {
			access_log off;
			keepalive_requests 100000;
			client_body_temp_path $dir/body; proxy_temp_path $dir/proxy;
			fastcgi_temp_path $dir/fastcgi; uwsgi_temp_path $dir/uwsgi;
			scgi_temp_path $dir/scgi;
			ssl_certificate $certificate;
			ssl_certificate_key $dir/key.pem;
			ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256;
			server {
				listen 127.0.0.1:$1 ssl;
				ssl_protocols TLSv1.2;
				location / { return 200 "\$arg_id\\n"; }
			}
			server {
				listen 127.0.0.1:$tls13_port ssl;
				ssl_protocols TLSv1.3;
				location / { return 200 "\$arg_id\\n"; }
			}
		}
	EOF
	certify || return
	started TERM "$1" answers "$tls13_port" -- nginx -p "$dir" -e "$dir/errors" -c "$dir/nginx.conf"
}

mosquitto_on() {
	started TERM "$1" answers "$1" -- mosquitto -p "$1"
}

start_mariadb() { on_port mariadb mariadb_on; }
start_postgres() { on_port postgres postgres_on; }
start_redis() { on_port redis redis_on; }
start_memcached() { on_port memcached memcached_on; }
start_mosquitto() { on_port mosquitto mosquitto_on; }
start_nginx() { on_port tls12 nginx_on; }
