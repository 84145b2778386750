#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# PHP in servers that fork their workers: php-fpm, and Apache's module, which is closed and
# opened again. PHP seeds its generators for each request, so workers differ bare as well, also
# where a preloaded script has drawn: they must go on to, through reloads, and nothing is found.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
here=$(realpath "$(dirname "$0")")
version=$(php -n -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;' 2>/dev/null)
fpm=$(command -v "php-fpm$version" || echo "/usr/sbin/php-fpm$version")
module=/usr/lib/apache2/modules/libphp$version.so
apache=$(command -v apache2 || echo /usr/sbin/apache2)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
chmod 755 "$tmp"

# soon COMMAND...: true once it is.
soon() {
	for _ in {1..100}; do
		"$@" >/dev/null 2>&1 && return
		sleep 0.05
	done
	return 1
}

cat >"$tmp/fpm.conf" <<END
[global]
error_log=$tmp/fpm.log
daemonize=no
[www]
listen=$tmp/socket
pm=static
pm.max_children=4
pm.max_requests=1
user=nobody
group=nogroup
END
cat >"$tmp/apache.conf" <<END
ServerRoot $tmp
ServerName localhost
PidFile $tmp/apache.pid
Listen 127.0.0.1:$port
Mutex file:$tmp
ErrorLog $tmp/apache.log
LoadModule mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule php_module $module
User nobody
Group nogroup
DocumentRoot $here
<FilesMatch "\.php$">
	SetHandler application/x-httpd-php
</FilesMatch>
StartServers 4
MinSpareServers 4
MaxConnectionsPerChild 1
END

# Each request is another worker's.
fastcgi() {
	SCRIPT_FILENAME=$here/php-request.php REQUEST_METHOD=GET cgi-fcgi -bind -connect "$tmp/socket"
}
http() { curl -fs --max-time 10 "http://127.0.0.1:$port/php-request.php"; }
eight() { for _ in {1..8}; do "$1" | grep drawn; done | distinct; }

# serves WHAT HOW SIGNAL COMMAND...: requests before and after it has read its configuration anew.
serves() {
	local what=$1 how=$2 signal=$3 server
	shift 3
	rm -f "$tmp/socket"
	setsid "$@" 2>"$tmp/noise" &
	server=$!
	soon "$how"
	is "$(eight "$how")" "8 of 8" "$what: 8 requests differ"
	kill "-$signal" "$server"
	sleep 0.5
	soon "$how"
	is "$(eight "$how")" "8 of 8" "$what: and after it was reloaded"
	kill "$server"
	wait "$server" 2>/dev/null
	echo $? >"$tmp/status"
}

# both WHAT HOW SIGNAL COMMAND...: bare, healed and audited.
both() {
	local what=$1
	shift
	serves "$what, bare" "${@:1:2}" "${@:3}"
	serves "$what, healed" "${@:1:2}" "$launcher" "${@:3}"
	[ -x "$build/forkseed-audit" ] || return 0
	serves "$what, audited" "${@:1:2}" "$launcher" --audit="$tmp/report" "${@:3}"
	is "$(grep -c '"kind":"inherited","generator":"php"' "$tmp/report")" 0 "$what: nothing of PHP's is found"
}

if [ ! -x "$fpm" ]; then
	lacks php-fpm "php-fpm"
elif need cgi-fcgi "php-fpm"; then
	# As root, who may be told to stay that.
	mapfile -t root < <([ "$(id -u)" -ne 0 ] || echo -R)
	both php-fpm fastcgi USR2 "$fpm" -F "${root[@]}" -n -d zend_extension=opcache \
		-d opcache.preload="$here/php-preload.php" -d opcache.preload_user=nobody -y "$tmp/fpm.conf"
	is "$("$launcher" --doctor "$fpm" | sed -n 's/^verdict: \([a-z]*\):.*/\1/p')" yes "php-fpm: the doctor says yes"
fi
if [ ! -e "$module" ] || [ ! -x "$apache" ]; then
	lacks libapache2-mod-php "Apache's module"
elif need curl "Apache's module"; then
	both "Apache's module" http USR1 "$apache" -DFOREGROUND -f "$tmp/apache.conf"
fi
finish
