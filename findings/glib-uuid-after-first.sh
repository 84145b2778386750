#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A random UUID is the same in every child of one GLib program and different in every child of
# another, and the two differ in one line: whether the parent made a UUID too. One expects random
# UUIDs to come from the kernel, as libuuid's do. GLib 2.74.6 (Debian 12) makes them from its
# process-wide Mersenne Twister (source: glib/guuid.c, g_uuid_generate_v4), which is seeded at its
# first use: before it a fork is harmless, after it all children go on with one stream.
. "$(dirname "$0")/lib.bash"
packages libglib2.0-0=2.74.6-2+deb12u9 libglib2.0-dev=2.74.6-2+deb12u9 \
	uuid-dev=2.38.1-5+deb12u3 libuuid1=2.38.1-5+deb12u3
glib=$(find "$root" -name glibconfig.h -printf '%h')

compile -I"$root/usr/include/glib-2.0" -I"$glib" -l:libglib-2.0.so.0 -l:libuuid.so.1 <<'END'
#include <glib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uuid/uuid.h>
static void of_glib(char text[64])
{
	strcpy(text, g_uuid_string_random());
}
static void of_libuuid(char text[64])
{
	uuid_t uuid;
	uuid_generate_random(uuid);
	uuid_unparse(uuid, text);
}
int main(int argc, char **argv)
{
	char text[64];
	void (*draw)(char *) = argc > 1 && strcmp(argv[1], "glib") == 0 ? of_glib : of_libuuid;
	if (argc > 2)
		draw(text);
	for (int i = 0; i < 8; i++)
		if (fork() == 0) {
			draw(text);
			strcat(text, "\n");
			_exit(write(1, text, strlen(text)) < 0);
		}
	while (wait(NULL) > 0)
		;
	return 0;
}
END

seen 8 "GLib, the parent made none: distinct UUIDs of 8 children" "$(run "$tmp/program" glib | distinct)"
seen 1 "GLib, the parent made one before" "$(run "$tmp/program" glib first | distinct)"
seen 8 "libuuid, the parent made none" "$(run "$tmp/program" libuuid | distinct)"
seen 8 "libuuid, the parent made one before" "$(run "$tmp/program" libuuid first | distinct)"
finish
