#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# An event loop watches a socket, the process forks, and the child tidies up: it stops the watch in its copy of the loop,
# as it also closes the descriptor. Closing that is harmless, so one expects the same of the watch, whose callback and
# list are memory of the child's own. Seen in libuv 1.44.2, libevent 2.1.12 and Python 3.11's asyncio (Debian 12): the
# *parent* is deaf from there on. They take the descriptor out of the epoll set, which is the parent's as well
# (sources: src/unix/poll.c, uv__poll_stop; epoll.c, epoll_nochangelist_del; selectors.py, unregister); libuv's watch of
# a folder likewise, by inotify. In libev 4.33 and systemd's sd-event 252 the parent goes on hearing: the one leaves
# the set alone, the other knows of the fork (-ECHILD). The call for children, uv_loop_fork() or event_reinit(), parts
# them when it comes before the tidying.
. "$(dirname "$0")/lib.bash"
packages libuv1=1.44.2-1+deb12u1 libuv1-dev=1.44.2-1+deb12u1 libevent-2.1-7=2.1.12-stable-8+deb12u1 \
	libevent-dev=2.1.12-stable-8+deb12u1 libev4=1:4.33-1 libev-dev=1:4.33-1 libsystemd0=252.39-1~deb12u2 \
	libsystemd-dev=252.39-1~deb12u2

# What is the same for all: pair[0] is watched; a child tidies up; then a byte comes, and the loop runs for 0.4 s.
cat >"$tmp/common.h" <<'END'
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
static int pair[2];
static void hears(void)
{
	char byte;
	if (read(pair[0], &byte, 1) == 1) puts("hears");
}
static void begin(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
}
static int forked(void)
{
	if (fork() == 0) return 1;
	wait(NULL);
	write(pair[1], "x", 1);
	return 0;
}
END
with() { { cat "$tmp/common.h" -; } | compile -w "-l:$1" || exit 1; }
# happens HOW: what the parent says after a child that tidies up by HOW
happens() { run timeout 20 "$tmp/program" "$@" | sort -u | paste -sd, | sed 's/^$/deaf/'; }

with libuv.so.1 <<'END'
#include <uv.h>
static void on_poll(uv_poll_t *watch, int status, int what) { hears(); }
static void on_folder(uv_fs_event_t *watch, const char *name, int what, int status)
{
	if (name && strcmp(name, "new") == 0) puts("sees the file");
}
static void on_timer(uv_timer_t *timer) { uv_stop(timer->loop); }
int main(int argc, char **argv)
{
	uv_poll_t watch;
	uv_fs_event_t folder;
	uv_timer_t timer;
	uv_loop_t *loop = uv_default_loop();
	begin();
	chdir(argv[2]);
	uv_fs_event_init(loop, &folder);
	if (strstr(argv[1], "folder")) uv_fs_event_start(&folder, on_folder, ".", 0);
	uv_poll_init(loop, &watch, pair[0]);
	if (!strstr(argv[1], "folder")) uv_poll_start(&watch, UV_READABLE, on_poll);
	uv_run(loop, UV_RUN_NOWAIT);
	if (forked()) {
		if (strstr(argv[1], "call")) uv_loop_fork(loop);
		if (strstr(argv[1], "stop")) uv_poll_stop(&watch), uv_fs_event_stop(&folder);
		if (strstr(argv[1], "close")) close(pair[0]);
		_exit(0);
	}
	close(open("new", O_CREAT | O_WRONLY, 0600));
	unlink("new");
	uv_timer_init(loop, &timer);
	uv_timer_start(&timer, on_timer, 400, 0);
	uv_run(loop, UV_RUN_DEFAULT);
	_exit(0);
}
END
mkdir "$tmp/watched"
seen hears "libuv, the child does nothing" "$(happens nothing "$tmp/watched")"
seen hears "libuv, the child closes the descriptor" "$(happens close "$tmp/watched")"
seen deaf "libuv, the child calls uv_poll_stop()" "$(happens stop "$tmp/watched")"
seen hears "libuv, it calls uv_loop_fork() before" "$(happens call,stop "$tmp/watched")"
seen "sees the file" "libuv, a folder is watched, the child does nothing" "$(happens folder "$tmp/watched")"
seen deaf "libuv, a folder is watched, the child calls uv_fs_event_stop()" "$(happens folder,stop "$tmp/watched")"

with libevent-2.1.so.7 <<'END'
#include <event2/event.h>
static void on_event(evutil_socket_t number, short what, void *data) { hears(); }
int main(int argc, char **argv)
{
	struct timeval end = { 0, 400000 };
	struct event_base *base = event_base_new();
	struct event *event;
	begin();
	event = event_new(base, pair[0], EV_READ | EV_PERSIST, on_event, NULL);
	event_add(event, NULL);
	event_base_loop(base, EVLOOP_NONBLOCK);
	if (forked()) {
		if (strstr(argv[1], "call")) event_reinit(base);
		if (strstr(argv[1], "del")) event_del(event);
		if (strstr(argv[1], "free")) event_base_free(base);
		_exit(0);
	}
	event_base_loopexit(base, &end);
	event_base_dispatch(base);
	_exit(0);
}
END
seen hears "libevent, the child does nothing" "$(happens nothing)"
seen deaf "libevent, the child calls event_del()" "$(happens del)"
seen deaf "libevent, the child calls event_base_free()" "$(happens free)"
seen hears "libevent, it calls event_reinit() before" "$(happens call,del,free)"

with libev.so.4 <<'END'
#include <ev.h>
static void on_io(struct ev_loop *loop, ev_io *watch, int what) { hears(); }
static void on_timer(struct ev_loop *loop, ev_timer *timer, int what) { ev_break(loop, EVBREAK_ALL); }
int main(int argc, char **argv)
{
	ev_io watch;
	ev_timer timer;
	struct ev_loop *loop = ev_default_loop(0);
	begin();
	ev_io_init(&watch, on_io, pair[0], EV_READ);
	ev_io_start(loop, &watch);
	ev_run(loop, EVRUN_NOWAIT);
	if (forked()) {
		ev_io_stop(loop, &watch);
		ev_run(loop, EVRUN_NOWAIT);
		ev_loop_destroy(loop);
		_exit(0);
	}
	ev_timer_init(&timer, on_timer, 0.4, 0);
	ev_timer_start(loop, &timer);
	ev_run(loop, 0);
	_exit(0);
}
END
seen hears "libev, the child calls ev_io_stop(), ev_run() and ev_loop_destroy()" "$(happens all)"

with libsystemd.so.0 <<'END'
#include <sys/epoll.h>
#include <systemd/sd-event.h>
static int on_io(sd_event_source *source, int number, uint32_t what, void *data) { return hears(), 0; }
int main(int argc, char **argv)
{
	sd_event *event;
	sd_event_source *source;
	begin();
	sd_event_default(&event);
	sd_event_add_io(event, &source, pair[0], EPOLLIN, on_io, NULL);
	sd_event_run(event, 0);
	if (forked()) {
		puts(strerror(-sd_event_source_set_enabled(source, SD_EVENT_OFF)));
		sd_event_source_disable_unref(source);
		sd_event_unref(event);
		_exit(0);
	}
	sd_event_run(event, 400000);
	_exit(0);
}
END
seen "No child processes,hears" "sd-event, the child disables the source and lets go of it" "$(happens all)"

cat >"$tmp/program.py" <<'END'
import asyncio
import os
import socket
import sys


async def main(how):
    here, there = socket.socketpair()
    here.setblocking(False)
    loop = asyncio.get_running_loop()
    loop.add_reader(here, lambda: here.recv(1) and print("hears"))
    await asyncio.sleep(0)
    if os.fork() == 0:
        if how == "remove":
            loop.remove_reader(here)
        os._exit(0)
    os.wait()
    there.send(b"x")
    await asyncio.sleep(0.4)

asyncio.run(main(sys.argv[1]))
END
echo "asyncio of $(/usr/bin/python3 --version)"
for how in nothing remove; do
	wanted=hears
	[ $how = nothing ] || wanted=deaf
	seen $wanted "asyncio, the child does: $how" "$(timeout 20 /usr/bin/python3 "$tmp/program.py" $how | grep . || echo deaf)"
done
finish
