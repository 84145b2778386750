#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Servers in Perl whose master has drawn before it forks: each answer comes from a child of
# its own. Net::Server::PreFork and Apache's mod_perl repeat bare; Starman seeds its children
# itself, and Parallel::ForkManager's are as any.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
PATH=$PATH:/usr/sbin

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# answers PORT: eight of them, when there is one.
answers() {
	local i
	for ((i = 0; i < 100; i++)); do
		curl -s -m 5 --http0.9 "http://127.0.0.1:$1/" >"$tmp/first" && break
		sleep 0.1
	done
	for ((i = 0; i < 8; i++)); do curl -s -m 5 --http0.9 "http://127.0.0.1:$1/"; done
}

# draws SERVER COMMAND...: the answers of the server that the function starts.
draws() {
	local port server
	port=$(free_port)
	"$1" "$port" "${@:2}" >"$tmp/log" 2>&1 &
	server=$!
	answers "$port" | grep -E '^0\.[0-9]+ 0\.[0-9]+'
	kill -TERM $server
	wait $server
}

starman_on() { exec "${@:2}" starman --preload-app --workers 3 --max-requests 1 --listen "127.0.0.1:$1" "$tmp/app.psgi"; }
prefork_on() { exec "${@:2}" perl "$tmp/prefork.pl" "$1"; }
# Its master ends its whole process group.
apache_on() {
	sed "s/PORT/$1/" "$tmp/apache.conf" >"$tmp/httpd.conf"
	exec setsid "${@:2}" apache2 -f "$tmp/httpd.conf" -D FOREGROUND
}

cat >"$tmp/app.psgi" <<'EOF'
rand;
sub { [200, ['Content-Type' => 'text/plain'], [join(' ', rand, rand) . "\n"]] };
EOF
cat >"$tmp/prefork.pl" <<'EOF'
package Server;
use parent 'Net::Server::PreFork';
rand;
sub process_request { print join(' ', rand, rand), "\n" }
Server->run(host => '127.0.0.1', port => $ARGV[0], max_requests => 1, min_servers => 3,
	max_servers => 6, min_spare_servers => 1, log_level => 0);
EOF
cat >"$tmp/apache.conf" <<EOF
ServerRoot $tmp
ServerName localhost
Listen 127.0.0.1:PORT
PidFile $tmp/pid
ErrorLog $tmp/errors
LoadModule mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule perl_module /usr/lib/apache2/modules/mod_perl.so
StartServers 2
MinSpareServers 1
MaxSpareServers 3
MaxConnectionsPerChild 1
<Perl>
package Draws;
use Apache2::RequestIO ();
use Apache2::RequestRec ();
sub handler { \$_[0]->print(join(' ', rand, rand), "\n"); return 0 }
rand;
</Perl>
<Location />
SetHandler modperl
PerlResponseHandler Draws
</Location>
EOF
cat >"$tmp/manager.pl" <<'EOF'
use Parallel::ForkManager;
my $manager = Parallel::ForkManager->new(2);
rand;
for (1 .. 8) {
	$manager->start and next;
	syswrite STDOUT, join(' ', rand, rand) . "\n";
	$manager->finish;
}
$manager->wait_all_children;
EOF

# tries SERVER WHAT: bare they repeat, healed they do not.
tries() {
	local seen
	seen=$(draws "$1" env -u LD_PRELOAD | distinct)
	is "$seen" "1 of 8" "$2: bare, all children draw the same"
	is "$(draws "$1" "$launcher" | distinct)" "8 of 8" "$2: healed"
}

if need curl servers; then
	if perl -MNet::Server -e 1 2>/dev/null; then tries prefork_on Net::Server::PreFork; else lacks libnet-server-perl Net::Server::PreFork; fi
	if [ -e /usr/lib/apache2/modules/mod_perl.so ]; then tries apache_on mod_perl; else lacks libapache2-mod-perl2 mod_perl; fi
	if need starman Starman; then
		is "$(draws starman_on env -u LD_PRELOAD | distinct)" "8 of 8" "Starman: seeds its children itself"
		is "$(draws starman_on "$launcher" | distinct)" "8 of 8" "Starman: under forkseed as well"
	fi
fi
if perl -MParallel::ForkManager -e 1 2>/dev/null; then
	is "$(bare perl "$tmp/manager.pl" | distinct)" "1 of 8" "Parallel::ForkManager: bare, all children draw the same"
	is "$(limited "$launcher" perl "$tmp/manager.pl" | distinct)" "8 of 8" "Parallel::ForkManager: healed"
else
	lacks libparallel-forkmanager-perl Parallel::ForkManager
fi
finish
