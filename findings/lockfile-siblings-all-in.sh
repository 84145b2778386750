#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Python's lockfile, a lock made once and taken by forked children, as a Pool's workers take a module's.
# One expects one holder at a time; the package has several kinds, all by what a file system does
# at once. In lockfile 0.12.2 (Debian 12) a lock has a name of its own, of host, thread and *pid*,
# made when the object is made (source: lockfile/__init__.py, LockBase), and who finds the lock taken
# under that name takes it that he has it already: four of the five kinds, the default LockFile among
# them, let all children in at one time, with success, and their parent too. Made in each child, or
# of the kind PIDLockFile, which asks for the pid when it is taken, one of them is let in.
. "$(dirname "$0")/lib.bash"
packages python3-lockfile=1:0.12.2-2.2
export PYTHONPATH=$root/usr/lib/python3/dist-packages
export TMPDIR=$tmp # SQLiteLockFile has a database there

# Four children, and then their parent, try once; who was let in keeps the lock until all have tried.
cat >"$tmp/holders.py" <<'END_OF_PROGRAM'
import os
import sys
import warnings

import lockfile
from lockfile import linklockfile, mkdirlockfile, pidlockfile, sqlitelockfile, symlinklockfile

warnings.simplefilter("ignore")
path, kind, made = sys.argv[1:]
kinds = {"LockFile": lockfile.LockFile, "MkdirLockFile": mkdirlockfile.MkdirLockFile,
         "SymlinkLockFile": symlinklockfile.SymlinkLockFile, "SQLiteLockFile": sqlitelockfile.SQLiteLockFile,
         "PIDLockFile": pidlockfile.PIDLockFile}


def let_in(lock):
    try:
        lock.acquire(timeout=-1)
    except lockfile.AlreadyLocked:
        return b"0"
    return b"1"


lock = kinds[kind](path)
told, tell = os.pipe()
wait, go_on = os.pipe()
answers = []
for _ in range(4):
    if os.fork() == 0:
        os.close(go_on)
        mine = lock if made == "before" else kinds[kind](path)
        os.write(tell, let_in(mine))
        os.read(wait, 1)
        os._exit(0)
    answers.append(os.read(told, 1))
answers.append(let_in(lock))
os.close(go_on)
while answers:
    print(answers.pop(0).decode())
END_OF_PROGRAM

# holders KIND MADE: how many of the five have the lock at one time
holders() { mkdir "$tmp/$1.$2" && /usr/bin/python3 "$tmp/holders.py" "$tmp/$1.$2/it" "$1" "$2" | grep -c 1; }

for kind in LockFile MkdirLockFile SymlinkLockFile SQLiteLockFile; do
	seen 5 "$kind, made before the fork: who has it at one time" "$(holders $kind before)"
	seen 1 "$kind, made in each child" "$(holders $kind after)"
done
seen 1 "PIDLockFile, made before the fork" "$(holders PIDLockFile before)"
finish
