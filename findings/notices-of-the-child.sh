#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A forked child asks a library to be told of new files in a folder (inotify), for itself. One expects the notices to come
# to the one who asked. Seen in Debian 12: in libinotifytools 3.22.6.0 they come to the *parent*, with the number of a
# watch that it does not have, and the child hears nothing where the parent reads first; in GLib 2.74.6 (GFileMonitor) to
# nobody, once the parent has had a monitor, or as little as g_unix_signal_add(). libinotifytools' first
# initialisation makes an inotify instance for good, which is one open file in both (source: inotifytools.c); GLib has one
# instance and one thread to read it, which a child does not have (sources: gio/inotify/inotify-kernel.c,
# glib/gmain.c, g_get_worker_context), so the parent's throws them away or the child's waits. inotifytools_cleanup() in
# the child mends the first; GLib has nothing of the kind.
. "$(dirname "$0")/lib.bash"
packages libinotifytools0=3.22.6.0-4 libinotifytools0-dev=3.22.6.0-4 libglib2.0-0=2.74.6-2+deb12u9 libglib2.0-dev=2.74.6-2+deb12u9
glib=$(find "$root" -name glibconfig.h -printf '%h')

# The rest of each program: FIRST is what the parent does before the fork; prints what the child and the parent hear.
cat >"$tmp/common.h" <<'END_OF_PROGRAM'
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static void begin(const char *first, const char *folder);
static void begin_in_child(const char *first, const char *folder);
static void listen_to(const char *who);
static void make(const char *folder, const char *name)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	close(open(path, O_CREAT | O_WRONLY, 0600));
}
int main(int argc, char **argv)
{
	const char *first = argv[1], *parents = argv[2], *childs = argv[3];
	int ready[2], heard[2];
	char byte = 0;
	if (argc < 4 || pipe(ready) || pipe(heard))
		return 9;
	setvbuf(stdout, NULL, _IONBF, 0);
	begin(first, parents);
	if (fork() == 0) {
		begin_in_child(first, childs);
		make(childs, "file-of-the-child");
		write(ready[1], &byte, 1);
		read(heard[0], &byte, 1);
		listen_to("child");
		_exit(0);
	}
	read(ready[0], &byte, 1);
	make(parents, "file-of-the-parent");
	listen_to("parent");
	write(heard[1], &byte, 1);
	wait(NULL);
	return 0;
}
END_OF_PROGRAM
# listeners FLAG...: the program on standard input
listeners() {
	cat "$tmp/common.h" - | compile -w "$@" || exit 1
}
# heard FIRST: who hears of what
heard() {
	rm -rf "$tmp/parents" "$tmp/childs"
	mkdir "$tmp/parents" "$tmp/childs"
	run timeout 60 "$tmp/program" "$1" "$tmp/parents/" "$tmp/childs/" | sort | paste -sd, | grep . || echo "nobody hears"
}

listeners -l:libinotifytools.so.0 <<'END_OF_PROGRAM'
#include <inotifytools/inotify.h>
#include <inotifytools/inotifytools.h>
static void begin(const char *first, const char *folder)
{
	if (!inotifytools_initialize() || !inotifytools_watch_file(folder, IN_CREATE))
		_exit(9);
}
static void begin_in_child(const char *first, const char *folder)
{
	if (strcmp(first, "watch, cleanup") == 0)
		inotifytools_cleanup();
	if (!inotifytools_initialize() || !inotifytools_watch_file(folder, IN_CREATE))
		_exit(9);
}
static void listen_to(const char *who)
{
	struct inotify_event *event;
	while ((event = inotifytools_next_event(1)))
		printf("%s: %s\n", who, event->name);
}
END_OF_PROGRAM
own="child: file-of-the-child,parent: file-of-the-parent"
seen "parent: file-of-the-child,parent: file-of-the-parent" "libinotifytools, the parent has a watch of its own" "$(heard watch)"
seen "$own" "libinotifytools, inotifytools_cleanup() in the child" "$(heard "watch, cleanup")"

listeners -I"$root/usr/include/glib-2.0" -I"$glib" -l:libgio-2.0.so.0 -l:libgobject-2.0.so.0 -l:libglib-2.0.so.0 <<'END_OF_PROGRAM'
#include <gio/gio.h>
#include <glib-unix.h>
static GMainContext *context;
static const char *listener;
static void changed(GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer data)
{
	if (event == G_FILE_MONITOR_EVENT_CREATED)
		printf("%s: %s\n", listener, g_file_get_basename(file));
}
static void monitor(const char *folder)
{
	GFileMonitor *made = g_file_monitor_directory(g_file_new_for_path(folder), G_FILE_MONITOR_NONE, NULL, NULL);
	g_signal_connect(made, "changed", G_CALLBACK(changed), NULL);
}
static gboolean ignore(gpointer data) { return G_SOURCE_CONTINUE; }
static void begin(const char *first, const char *folder)
{
	if (strcmp(first, "monitor") == 0)
		monitor(folder);
	if (strcmp(first, "signal") == 0)
		g_unix_signal_add(SIGHUP, ignore, NULL);
}
static void begin_in_child(const char *first, const char *folder)
{
	context = g_main_context_new();
	g_main_context_push_thread_default(context);
	monitor(folder);
}
static gboolean quit(gpointer loop)
{
	g_main_loop_quit(loop);
	return G_SOURCE_REMOVE;
}
static void listen_to(const char *who)
{
	GMainLoop *loop = g_main_loop_new(context, FALSE);
	GSource *timeout = g_timeout_source_new(1500);
	listener = who;
	g_source_set_callback(timeout, quit, loop, NULL);
	g_source_attach(timeout, context);
	g_main_loop_run(loop);
}
END_OF_PROGRAM
seen "child: file-of-the-child" "GLib, the parent did nothing" "$(heard nothing)"
seen "nobody hears" "GLib, the parent watches a signal" "$(heard signal)"
seen "parent: file-of-the-parent" "GLib, the parent has a monitor of its own" "$(heard monitor)"
finish
