#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SQLite, random() in forked children. One expects one answer for the library: either it notices
# a fork or it does not. Seen in SQLite 3.40.1 (Debian 12): it depends on what the child opens.
# The generator is the library's, not the connection's. A child that opens a second ":memory:"
# database goes on with its parent's stream, so that all children draw the same numbers; one that
# opens a database in a *file* draws numbers of its own, as the Unix VFS resets the generator
# when a file is opened in a process with another pid than the one before
# (source: src/os_unix.c, unixOpen, randomnessPid).
. "$(dirname "$0")/lib.bash"
packages libsqlite3-0=3.40.1-2+deb12u2 libsqlite3-dev=3.40.1-2+deb12u2

compile -l:libsqlite3.so.0 <<'END'
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static int print(void *unused, int count, char **values, char **names)
{
	(void)unused, (void)count, (void)names;
	puts(values[0]);
	fflush(stdout);
	return 0;
}
static void draw(const char *name, int shows)
{
	sqlite3 *database;
	sqlite3_open(name, &database);
	sqlite3_exec(database, "select count(*) from sqlite_master", NULL, NULL, NULL);
	sqlite3_exec(database, "select random()", shows ? print : NULL, NULL, NULL);
	sqlite3_close(database);
}
int main(int argc, char **argv)
{
	draw(":memory:", 0);
	for (int i = 0; argc == 2 && i < 8; i++)
		if (fork() == 0) {
			draw(argv[1], 1);
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	return 0;
}
END

seen 1 "8 children open :memory:, distinct numbers" "$(run "$tmp/program" :memory: | distinct)"
seen 8 "8 children open a file, distinct numbers" "$(run "$tmp/program" "$tmp/file.db" | distinct)"
finish
