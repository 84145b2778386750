#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# GDBM lets one process write to a database, and turns others away. One expects that to hold for
# as long as the writer has it open. In GDBM 1.23 (Debian 12) the lock is flock(2)'s, which belongs
# to the open file, and gdbm_close() gives it back (source: lock.c): a forked child that closes what
# it inherited, as tidy children do, opens the database of its parent to other writers. A child that
# ends by _exit(2) does not, nor does one that closes the descriptor.
. "$(dirname "$0")/lib.bash"
packages libgdbm6=1.23-3 libgdbm-dev=1.23-3

compile -l:libgdbm.so.6 <<'END'
#include <gdbm.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	int status;
	GDBM_FILE database = gdbm_open(argv[2], 0, GDBM_NEWDB, 0600, NULL);
	if (argc < 3 || !database)
		return 9;
	if (fork() == 0) {
		if (strcmp(argv[1], "gdbm_close") == 0)
			gdbm_close(database);
		if (strcmp(argv[1], "close") == 0)
			close(gdbm_fdesc(database));
		_exit(0);
	}
	wait(NULL);
	if (fork() == 0)
		_exit(gdbm_open(argv[2], 0, GDBM_WRITER, 0600, NULL) != NULL);
	wait(&status);
	puts(status ? "let in" : "turned away");
	return 0;
}
END

for how in _exit close gdbm_close; do
	wanted="turned away"
	[ $how != gdbm_close ] || wanted="let in"
	seen "$wanted" "a child ended by $how(), then another writer comes" "$(run "$tmp/program" $how "$tmp/$how.db")"
done
finish
