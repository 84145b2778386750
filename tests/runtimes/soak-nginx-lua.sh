#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# nginx with its Lua module: the master makes the Lua state, and each worker has a copy. Bare
# all workers' first numbers are the same, in every nginx; healed they differ.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
PATH=$PATH:/usr/sbin
modules=/usr/lib/nginx/modules

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

for program in nginx curl; do
	need $program nginx || { finish && exit; }
done
if [ ! -e $modules/ngx_http_lua_module.so ]; then
	lacks libnginx-mod-http-lua "nginx with Lua" && finish && exit
fi

nginx_by() { exec "$@" nginx -p "$tmp" -c "$tmp/port.conf" -e "$tmp/errors"; }

# first_draws COMMAND...: of each of the four workers, its first two numbers.
first_draws() {
	local port server i
	port=$(free_port)
	sed "s/PORT/$port/" "$tmp/nginx.conf" >"$tmp/port.conf"
	nginx_by "$@" 2>"$tmp/log" &
	server=$!
	for ((i = 0; i < 100; i++)); do
		curl -s -m 5 "http://127.0.0.1:$port/wait" >/dev/null && break
		sleep 0.1
	done
	curl -s -m 60 -H 'Connection: close' "http://127.0.0.1:$port/[1-120]" | awk '!seen[$1]++ { print $2, $3 }'
	kill -QUIT $server
	wait $server
}
cat >"$tmp/nginx.conf" <<END
load_module $modules/ndk_http_module.so;
load_module $modules/ngx_http_lua_module.so;
daemon off;
worker_processes 4;
pid $tmp/pid;
events {}
http {
	access_log off;
	client_body_temp_path $tmp/body;
	proxy_temp_path $tmp/proxy;
	fastcgi_temp_path $tmp/fastcgi;
	uwsgi_temp_path $tmp/uwsgi;
	scgi_temp_path $tmp/scgi;
	#LUA
	server {
		listen 127.0.0.1:PORT reuseport;
		location /wait { return 200; }
		location / { content_by_lua 'ngx.say(ngx.worker.pid(), " ", math.random(), " ", math.random())'; }
	}
}
END
chmod 755 "$tmp"
is "$(first_draws env | distinct)" "1 of 4" "bare, all workers' numbers are the same"
is "$(first_draws "$launcher" | distinct)" "4 of 4" "healed"
is "$(first_draws "$launcher" --keep=luajit | distinct)" "1 of 4" "--keep=luajit is as bare"
sed -i "s/#LUA/init_by_lua 'math.random()';/" "$tmp/nginx.conf"
is "$(first_draws "$launcher" | distinct)" "4 of 4" "healed, where the master has drawn"
sed -i "s/init_by_lua.*/init_by_lua 'math.randomseed(42)';/" "$tmp/nginx.conf"
is "$(first_draws "$launcher" | distinct)" "1 of 4" "seeded by the configuration: left alone"
is "$(first_draws "$launcher" --seed x | distinct)" "4 of 4" "but under --seed"
finish
