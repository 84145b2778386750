#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Apache closes its modules after the first reading of its configuration and at each graceful
# restart, and their interpreters with them, and opens them again: with mod_wsgi before
# mod_perl, another object came into libperl's place, and Apache crashed.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../runtimes/runtimes.bash"
modules=/usr/lib/apache2/modules
PATH=$PATH:/usr/sbin

for module in perl:libapache2-mod-perl2 wsgi:libapache2-mod-wsgi-py3; do
	[ ! -e "$modules/mod_${module%:*}.so" ] || continue
	lacks "${module#*:}" "Apache"
	finish
	exit
done
if ! need apache2 "Apache" || ! need curl "Apache"; then
	finish
	exit
fi

cat >"$tmp/app.wsgi" <<'EOF'
import random
own = random.Random()
own.random()
def application(environ, start_response):
	start_response('200 OK', [('Content-Type', 'text/plain')])
	return [b'%r\n' % own.random()]
EOF

# configure MODULE...: in that order.
configure() {
	cat >"$tmp/httpd.conf" <<-EOF
		ServerRoot $tmp
		ServerName localhost
		Listen 127.0.0.1:$port
		PidFile $tmp/pid
		ErrorLog $tmp/errors
		LoadModule mpm_prefork_module $modules/mod_mpm_prefork.so
		LoadModule authz_core_module $modules/mod_authz_core.so
		$(printf "LoadModule %s_module $modules/mod_%s.so\n" "$1" "$1" "$2" "$2")
		StartServers 16
		MinSpareServers 8
		MaxSpareServers 32
		MaxConnectionsPerChild 1
		WSGIApplicationGroup %{GLOBAL}
		WSGIScriptAlias /wsgi $tmp/app.wsgi
		<Perl>
		package Draws;
		use Apache2::RequestIO ();
		use Apache2::RequestRec ();
		sub handler { \$_[0]->print(rand, "\n"); return 0 }
		rand;
		</Perl>
		<Location /perl>
		SetHandler modperl
		PerlResponseHandler Draws
		</Location>
	EOF
}

get() { curl -s -m 5 "http://127.0.0.1:$port/$1"; }
is_gone() { ! kill -0 "$server" 2>/dev/null; }
is_up() { get perl || is_gone; }
has_restarted() { is_gone || [ "$(grep -c 'resuming normal operations' "$tmp/errors")" -gt "$restarts" ]; }

# ask: six answers by each, of a process of its own.
ask() {
	local i
	until_ok is_up
	for ((i = 0; i < 6; i++)); do get perl; done >>"$tmp/perl.$1"
	for ((i = 0; i < 6; i++)); do get wsgi; done >>"$tmp/wsgi.$1"
}

# serves COMMAND...: before and after two graceful restarts; how it ended. Its master ends its group.
serves() {
	local i
	rm -f "$tmp"/{errors,pid,perl.*,wsgi.*}
	setsid "$@" apache2 -f "$tmp/httpd.conf" -D FOREGROUND >"$tmp/log" 2>&1 &
	server=$!
	for i in 0 1 2; do
		ask $i
		restarts=$(grep -c 'resuming normal operations' "$tmp/errors")
		[ $i -eq 2 ] || { kill -USR1 $server && until_ok has_restarted; } 2>/dev/null
	done
	kill -TERM $server 2>/dev/null
	wait $server 2>/dev/null
	echo "ended with $?, $(grep -c 'exit signal' "$tmp/errors") of its children by a signal"
}

# answers PART: "D of N", before and after each restart.
answers() {
	local i
	for i in 0 1 2; do distinct <"$tmp/$1.$i"; done | paste -sd,
}

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
for order in "wsgi perl" "perl wsgi"; do
	# shellcheck disable=SC2086 # two modules
	configure $order
	is "$(serves env -u LD_PRELOAD)" "ended with 0, 0 of its children by a signal" "$order: bare"
	is "$(answers perl)" "1 of 6,1 of 6,1 of 6" "$order: bare, all processes draw the same from Perl"
	python=$(answers wsgi)
	is "$(serves env LD_PRELOAD="$shim")" "ended with 0, 0 of its children by a signal" "$order: ends as bare"
	is "$(answers perl)" "6 of 6,6 of 6,6 of 6" "$order: healed, Perl"
	is "$(answers wsgi)" "6 of 6,6 of 6,6 of 6" "$order: healed, Python (bare $python)"
done
finish
