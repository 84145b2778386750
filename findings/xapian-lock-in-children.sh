#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Xapian: one writer at a time may have a database open. An indexer opens one, forks workers that have nothing to do with
# it, and closes it. Its lock is one of fcntl(2), of which children have none, so one expects the next writer to be let
# in. Seen in Xapian 1.4.22 (Debian 12): it is turned away, "already locked", for as long as any such worker lives.
# Where the kernel has F_OFD_SETLK, Xapian takes that (source: backends/flint_lock.cc), which belongs to the open file, as
# flock(2)'s locks do, and gives it back by closing its own descriptor alone; each worker has another. A worker that
# closes its own copy of the database lets go of it, without harm to its parent's, and a program that is executed has none.
. "$(dirname "$0")/lib.bash"
packages libxapian30=1.4.22-1 python3-xapian=1.4.22-1

# program.py HOW: what a second writer is told after the first has closed the database; a child lives as HOW says.
cat >"$tmp/program.py" <<'END'
import os
import subprocess
import sys

import xapian

how, path = sys.argv[1:]


def writer():
    try:
        xapian.WritableDatabase(path, xapian.DB_OPEN)
        return "let in"
    except xapian.DatabaseLockError:
        return "turned away"


database = xapian.WritableDatabase(path, xapian.DB_CREATE_OR_OPEN)
here, there = os.pipe()
ready, tell = os.pipe()
if how != "no child":
    if os.fork() == 0:
        if how == "the child closes its copy":
            database.close()
        if how == "the child executes a program":
            os.set_inheritable(here, True)
            os.set_inheritable(tell, True)
            os.close(there)
            os.execv("/bin/sh", ["sh", "-c", f"echo x >&{tell}; read line <&{here}"])
        os.write(tell, b"x")
        os.close(there)
        os.read(here, 1)
        os._exit(0)
    os.read(ready, 1)
database.close()
told = writer()
if how == "the child ends":
    os.close(there)
    os.wait()
    told += ", then " + writer()
print(told)
END
happens() {
	rm -rf "$tmp/database"
	run PYTHONPATH="$root/usr/lib/python3/dist-packages" timeout 30 /usr/bin/python3 "$tmp/program.py" "$1" "$tmp/database"
}
seen "let in" "no child" "$(happens "no child")"
seen "turned away" "a child lives, which does nothing" "$(happens "a child")"
seen "let in" "a child that closes its copy" "$(happens "the child closes its copy")"
seen "let in" "a child that executes a program" "$(happens "the child executes a program")"
seen "turned away, then let in" "a child that ends" "$(happens "the child ends")"
finish
