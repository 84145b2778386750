#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# LevelDB: one process at a time may have a database open. A child is forked while its parent has one,
# and is to open it itself when the parent has closed it, as a worker does that takes over. The lock is
# fcntl(2)'s, which children do not inherit, so one expects the open to succeed then. In LevelDB 1.23
# (Debian 12) it never does: "already held by process", says the child, which holds nothing, while any
# other process is let in. The library has a list of what this process has locked, as fcntl(2) locks
# do not keep a process from itself, and the child has its parent's list (source: util/env_posix.cc,
# PosixLockTable). A child that first closes what it inherited is let in.
. "$(dirname "$0")/lib.bash"
packages libleveldb1d=1.23-4 libleveldb-dev=1.23-4 libsnappy1v5=1.1.9-3

compile -l:libleveldb.so.1d -Wl,--allow-shlib-undefined <<'END_OF_PROGRAM'
#include <leveldb/c.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static const char *path;
static leveldb_t *opened(char **error)
{
	leveldb_options_t *options = leveldb_options_create();
	leveldb_options_set_create_if_missing(options, 1);
	*error = NULL;
	return leveldb_open(options, path, error);
}
/* What a child is told, that waits until its parent has closed the database. */
static void child(leveldb_t *inherited, int wait_for, const char *how)
{
	char byte, *error;
	alarm(60);
	if (read(wait_for, &byte, 1) != 0)
		_exit(1);
	if (strcmp(how, "closes") == 0)
		leveldb_close(inherited);
	if (opened(&error))
		puts("let in");
	else
		puts(strstr(error, "already held by process") ? "already held by process" : error);
	fflush(stdout);
	_exit(0);
}
int main(int argc, char **argv)
{
	char *error;
	int closed[2];
	if (argc < 3 || pipe(closed) != 0)
		return 2;
	path = argv[1];
	leveldb_t *database = NULL;
	if (strcmp(argv[2], "before") != 0)
		database = opened(&error);
	if (fork() == 0) {
		close(closed[1]);
		child(database, closed[0], argv[2]);
	}
	if (strcmp(argv[2], "before") == 0)
		database = opened(&error);
	leveldb_close(database);
	close(closed[1]);
	wait(NULL);
	return 0;
}
END_OF_PROGRAM

seen "already held by process" "forked while its parent had it open, which has closed it since" \
	"$(run "$tmp/program" "$tmp/1.db" while)"
seen "let in" "a process of no such parent, at the same database" "$(run "$tmp/program" "$tmp/1.db" before)"
seen "let in" "forked before its parent opened it, which has closed it since" \
	"$(run "$tmp/program" "$tmp/2.db" before)"
seen "let in" "forked while its parent had it open, closes its copy first" \
	"$(run "$tmp/program" "$tmp/3.db" closes)"
finish
