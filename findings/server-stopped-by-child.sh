#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A server listens, forks, and the child stops its copy of it, by the library's own call or a destructor, as it does not
# serve. It has descriptors and memory of its own, and one expects what close(2) does: the child is rid of the port, the
# parent goes on. Seen in libmicrohttpd 0.9.75, Thrift 0.17.0 for C++ and WEBrick 1.8.1 (Debian 12): from then on nobody
# can connect to the parent. The first two call shutdown(2) on the listening socket, to wake a thread that waits there
# (sources: daemon.c, MHD_stop_daemon; TServerSocket.cpp, close), which ends the one socket that both have; the parent is
# told nothing. WEBrick writes to a pipe that its loop listens to (webrick/server.rb, alarm_shutdown_pipe), and the
# parent's loop, which has it too, stops. libmicrohttpd with MHD_USE_ITC does so by an eventfd, but then asks its own
# memory whether to stop, and the parent's says no; server_close() of Python 3.11's http.server only closes.
. "$(dirname "$0")/lib.bash"
packages libmicrohttpd12=0.9.75-6 libmicrohttpd-dev=0.9.75-6 libthrift-0.17.0=0.17.0-2+b2 libthrift-dev=0.17.0-2+b2 \
	ruby-webrick=1.8.1-1

# What is the same for the first two: a child stops the server, and then somebody connects.
cat >"$tmp/common.h" <<'END'
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
static void connects(int port)
{
	struct sockaddr_in address = { AF_INET, htons(port), { htonl(INADDR_LOOPBACK) } };
	int connection = socket(AF_INET, SOCK_STREAM, 0);
	puts(connect(connection, (struct sockaddr *)&address, sizeof(address)) == 0 ? "let in" : "refused");
	fflush(stdout);
	_exit(0);
}
END
happens() { run timeout 20 "$@" 2>/dev/null; }

{ cat "$tmp/common.h" -; } <<'END' | compile -w -l:libmicrohttpd.so.12 -Wl,--allow-shlib-undefined || exit 1
#include <microhttpd.h>
static enum MHD_Result answer(void *data, struct MHD_Connection *connection, const char *url, const char *method,
			      const char *version, const char *upload, size_t *size, void **state)
{
	return MHD_NO;
}
int main(int argc, char **argv)
{
	unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | (strcmp(argv[1], "itc") == 0 ? MHD_USE_ITC : 0);
	struct MHD_Daemon *server = MHD_start_daemon(flags, 0, NULL, NULL, answer, NULL, MHD_OPTION_END);
	int port = MHD_get_daemon_info(server, MHD_DAEMON_INFO_BIND_PORT)->port;
	if (fork() == 0) {
		alarm(5);
		if (strcmp(argv[2], "stop") == 0) MHD_stop_daemon(server);
		else close(MHD_get_daemon_info(server, MHD_DAEMON_INFO_LISTEN_FD)->listen_fd);
		_exit(0);
	}
	wait(NULL);
	connects(port);
}
END
seen "let in" "libmicrohttpd, the child closes the descriptor" "$(happens "$tmp/program" plain close)"
seen refused "libmicrohttpd, the child calls MHD_stop_daemon()" "$(happens "$tmp/program" plain stop)"
seen "let in" "libmicrohttpd with MHD_USE_ITC, the child calls MHD_stop_daemon()" "$(happens "$tmp/program" itc stop)"

# shellcheck disable=SC2086,SC2046 # flags are words
{ cat "$tmp/common.h" -; } <<'END' | c++ -O1 -w -x c++ - -x none -o "$tmp/program" $headers \
	"$(find "$root" -name 'libthrift-0.17.0.so')" -Wl,--allow-shlib-undefined || exit 1
#include <thrift/transport/TServerSocket.h>
int main(int argc, char **argv)
{
	apache::thrift::transport::TServerSocket server("127.0.0.1", 0);
	server.listen();
	if (fork() == 0) {
		if (strcmp(argv[1], "close") == 0) server.close();
		if (strcmp(argv[1], "return") == 0) return 0; // past the destructor
		_exit(0);
	}
	wait(NULL);
	connects(server.getPort());
}
END
seen "let in" "Thrift, the child calls _exit(2)" "$(happens "$tmp/program" nothing)"
seen refused "Thrift, the child calls close() of the server's socket" "$(happens "$tmp/program" close)"
seen refused "Thrift, the child returns from main()" "$(happens "$tmp/program" return)"

cat >"$tmp/program.rb" <<'END'
require "socket"
require "webrick"
$stdout.sync = true
server = WEBrick::GenericServer.new(BindAddress: "127.0.0.1", Port: 0, Logger: WEBrick::Log.new(File::NULL))
port = server.listeners[0].addr[1]
serving = Thread.new { server.start }
sleep 0.01 until server.status == :Running && serving.stop?
fork { ARGV[0] == "stop" ? server.stop : server.listeners.each(&:close); exit! }
Process.wait
ended = serving.join(2)
begin
  TCPSocket.new("127.0.0.1", port)
  puts "let in"
rescue Errno::ECONNREFUSED
  puts ended ? "refused, start has returned" : "refused"
end
exit!
END
webrick=$(dirname "$(find "$root" -name webrick.rb | head -n 1)")
if command -v ruby >/dev/null; then
	for how in close stop; do
		wanted="let in"
		[ $how = close ] || wanted="refused, start has returned"
		seen "$wanted" "WEBrick, the child calls $how" "$(timeout 20 ruby -I "$webrick" "$tmp/program.rb" $how)"
	done
else
	echo "no ruby here: WEBrick is left out"
fi

cat >"$tmp/program.py" <<'END'
import http.server
import os
import socket

server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
if os.fork() == 0:
    server.server_close()
    os._exit(0)
os.wait()
try:
    socket.create_connection(server.server_address).close()
    print("let in")
except ConnectionRefusedError:
    print("refused")
END
seen "let in" "http.server of $(/usr/bin/python3 --version), the child calls server_close()" \
	"$(timeout 20 /usr/bin/python3 "$tmp/program.py")"
finish
