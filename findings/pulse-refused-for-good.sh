#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# libpulse in a forked child. It looks for forks, and one expects it to refuse what a child inherited and to serve what the
# child makes for itself, as the rule has it: connect after the fork. Seen in libpulse 16.1 (Debian 12): once a process
# has made a context, no child of it ever gets one. pa_context_new() gives NULL, also where the parent let go of its
# own before the fork, or found no server at all; pa_simple_new() says "Internal error", though there is one named
# PA_ERR_FORKED. The library keeps the pid of who asked first, for good, and takes another one for a fork (source:
# src/pulse/fork-detect.c, pa_detect_fork). A parent that made a main loop only leaves its children free.
. "$(dirname "$0")/lib.bash"
packages libpulse0=16.1+dfsg1-2+b1 libpulse-dev=16.1+dfsg1-2+b1 \
	libasyncns0=0.8-6+b3 libsndfile1=1.2.0-1+deb12u1 libflac12=1.4.2+ds-2 libvorbis0a=1.3.7-1 \
	libvorbisenc2=1.3.7-1 libopus0=1.3.1-3 libogg0=1.3.5-3 libmpg123-0=1.31.2-1+deb12u1 \
	libmp3lame0=3.100-6 libx11-xcb1=2:1.8.4-2+deb12u2 libx11-6=2:1.8.4-2+deb12u2 libxcb1=1.15-1 \
	libxau6=1:1.0.9-1 libxdmcp6=1:1.1.2-3 libdbus-1-3=1.14.10-1~deb12u1 libbsd0=0.11.7-2

# program PARENT: what the parent did before the fork (nothing, loop, context, simple); what its child gets.
compile -w -l:libpulse.so.0 -l:libpulse-simple.so.0 -Wl,--allow-shlib-undefined <<'END' || exit 1
#include <pulse/pulseaudio.h>
#include <pulse/simple.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static pa_context *context(void)
{
	pa_mainloop *loop = pa_mainloop_new();
	pa_context *made = pa_context_new(pa_mainloop_get_api(loop), "program");
	if (made) pa_context_unref(made);
	pa_mainloop_free(loop);
	return made;
}
static const char *simple(void) /* there is no such server */
{
	static const pa_sample_spec spec = { PA_SAMPLE_S16LE, 44100, 2 };
	int error = 0;
	pa_simple_new("unix:/nonexistent/socket", "program", PA_STREAM_PLAYBACK, NULL, "stream", &spec, NULL, NULL, &error);
	return pa_strerror(error);
}
int main(int argc, char **argv)
{
	if (strcmp(argv[1], "loop") == 0) pa_mainloop_free(pa_mainloop_new());
	if (strcmp(argv[1], "context") == 0) context();
	if (strcmp(argv[1], "simple") == 0) simple();
	if (fork() == 0) {
		printf("%s, %s\n", context() ? "a context" : "none", simple());
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
END
export PULSE_COOKIE=$tmp/cookie HOME=$tmp XDG_RUNTIME_DIR=$tmp
free="a context, Connection refused"
refused="none, Internal error"
seen "$free" "the parent did nothing: what a child gets" "$(run "$tmp/program" nothing)"
seen "$free" "the parent made a main loop" "$(run "$tmp/program" loop)"
seen "$refused" "the parent made a context, and freed it" "$(run "$tmp/program" context)"
seen "$refused" "the parent asked for a stream, of a server that is not there" "$(run "$tmp/program" simple)"
finish
