#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# An event loop watches SIGTERM, the process forks, and the *child* is sent one while it does something else than run
# the loop it inherited. One expects it to end, or to find the signal in its copy of the loop; no parent hears of a
# signal to another process. Seen in libuv 1.44.2 and libevent 2.1.12 (Debian 12): the parent's callback runs, and the
# child lives on, deaf. Their handlers write to a pipe or socket whose other end is the parent's too (sources:
# src/unix/signal.c, uv__signal_handler; signal.c, evsig_handler): who stops a worker stops the master. libev 4.33
# writes as well, but keeps the number in memory (ev.c, ev_feed_signal), so that nobody's callback runs. The call for
# children, uv_loop_fork() or event_reinit(), parts them; for the child to end it takes SIG_DFL.
# shellcheck disable=SC2317 # $library calls them
. "$(dirname "$0")/lib.bash"
packages libuv1=1.44.2-1+deb12u1 libuv1-dev=1.44.2-1+deb12u1 libevent-2.1-7=2.1.12-stable-8+deb12u1 \
	libevent-dev=2.1.12-stable-8+deb12u1 libev4=1:4.33-1 libev-dev=1:4.33-1

# What is the same for all three: a child that sends itself the signal, while its parent's loop runs for a second.
cat >"$tmp/common.h" <<'END'
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
static pid_t parent;
static void called(void) { puts(getpid() == parent ? "callback in the parent" : "callback in the child"); }
static int forked(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	parent = getpid();
	return fork() == 0;
}
static void child_goes_on(const char *how)
{
	if (strcmp(how, "default") == 0) signal(SIGTERM, SIG_DFL);
	raise(SIGTERM);
	usleep(300000);
	puts("the child lives on");
	_exit(0);
}
END

with() { { cat "$tmp/common.h" -; } | compile -w "-l:$1"; }
libuv() {
	with libuv.so.1 <<'END'
#include <uv.h>
static void on_signal(uv_signal_t *watch, int number) { called(); }
static void on_timer(uv_timer_t *timer) { uv_stop(timer->loop); }
int main(int argc, char **argv)
{
	uv_signal_t watch;
	uv_timer_t timer;
	uv_loop_t *loop = uv_default_loop();
	uv_signal_init(loop, &watch);
	uv_signal_start(&watch, on_signal, SIGTERM);
	uv_run(loop, UV_RUN_NOWAIT);
	if (forked()) {
		if (strcmp(argv[1], "loop") == 0) uv_loop_fork(loop);
		child_goes_on(argv[1]);
	}
	uv_timer_init(loop, &timer);
	uv_timer_start(&timer, on_timer, 1000, 0);
	return uv_run(loop, UV_RUN_DEFAULT) == 0;
}
END
}
libevent() {
	with libevent-2.1.so.7 <<'END'
#include <event2/event.h>
static void on_signal(evutil_socket_t number, short what, void *data) { called(); }
int main(int argc, char **argv)
{
	struct timeval second = { 1, 0 };
	struct event_base *base = event_base_new();
	event_add(evsignal_new(base, SIGTERM, on_signal, NULL), NULL);
	event_base_loop(base, EVLOOP_NONBLOCK);
	if (forked()) {
		if (strcmp(argv[1], "loop") == 0) event_reinit(base);
		child_goes_on(argv[1]);
	}
	event_base_loopexit(base, &second);
	return event_base_dispatch(base);
}
END
}
libev() {
	with libev.so.4 <<'END'
#include <ev.h>
static void on_signal(struct ev_loop *loop, ev_signal *watch, int what) { called(); }
static void on_timer(struct ev_loop *loop, ev_timer *timer, int what) { ev_break(loop, EVBREAK_ALL); }
int main(int argc, char **argv)
{
	ev_signal watch;
	ev_timer timer;
	struct ev_loop *loop = ev_default_loop(0);
	ev_signal_init(&watch, on_signal, SIGTERM);
	ev_signal_start(loop, &watch);
	ev_run(loop, EVRUN_NOWAIT);
	if (forked()) child_goes_on(argv[1]);
	ev_timer_init(&timer, on_timer, 1, 0);
	ev_timer_start(loop, &timer);
	return !ev_run(loop, 0);
}
END
}

# happens HOW: what both processes say, when the child does what HOW tells before the signal.
happens() { run timeout 20 "$tmp/program" "$1" | paste -sd, | sed 's/^$/nothing is said/; s/,/, /g'; }
for library in libuv libevent; do
	$library || exit 1
	seen "callback in the parent, the child lives on" "$library, SIGTERM to the child" "$(happens nothing)"
	seen "the child lives on" "$library, after its call for children" "$(happens loop)"
	seen "nothing is said" "$library, after signal(SIGTERM, SIG_DFL) in the child" "$(happens default)"
done
libev || exit 1
seen "the child lives on" "libev, SIGTERM to the child" "$(happens nothing)"
finish
