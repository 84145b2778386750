#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# lslocks tells who holds a file's lock: "PID of the process holding the lock". One expects that of flock(2)'s locks
# as well, which a child goes on holding when its parent is gone, as a daemon does that took its lock before it went
# into the background. Seen in util-linux 2.38.1 (Debian 12) on Linux 6: the pid is of who *took* the lock, as the
# kernel has noted it (/proc/locks); that process is gone, and no command and no path are told. So it is in each
# script that says "exec 9>file; flock 9": flock(1) has taken the lock and ended, the shell holds it. Locks of
# F_OFD_SETLK have pid -1. fuser of psmisc 23.6, which looks who has the file open, names the holder; /proc/PID/fdinfo
# has the locks of each descriptor.
. "$(dirname "$0")/lib.bash"
packages util-linux=2.38.1-5+deb12u3 psmisc=23.6-1
bin=$root/usr/bin
fuser=$(find "$root" -name fuser -type f)

# program.py KIND WHEN: a lock of KIND, taken before the parent ends or after; the child prints its pid and waits.
cat >"$tmp/program.py" <<'END'
import fcntl
import os
import struct
import sys
import time

kind, when, path = sys.argv[1:]
file = open(path, "w")


def take():
    if kind == "flock":
        fcntl.flock(file, fcntl.LOCK_EX)
    else:
        fcntl.fcntl(file, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))  # F_OFD_SETLK


if when == "before":
    take()
parent = os.getpid()
if os.fork():
    os._exit(0)
while os.getppid() == parent:
    time.sleep(0.01)
if when == "after":
    take()
print(os.getpid(), flush=True)
time.sleep(60)
END
# named HOLDER: whether lslocks has the file's lock with HOLDER's pid, and fuser the HOLDER
named() {
	local inode holder by_lslocks by_fuser
	holder=$1
	inode=$(stat -c %i "$tmp/locked")
	by_lslocks=$(run "$bin/lslocks" -n -r -o INODE,PID,PATH | awk -v "inode=$inode" -v "holder=$holder" -v "path=$tmp/locked" '
		$1 == inode { print ($2 == holder ? "the holder" : $2 == -1 ? "-1" : "another") ", " ($3 == path ? "the path" : "no path") }')
	by_fuser=$(run "$fuser" "$tmp/locked" 2>/dev/null | xargs)
	[ "$by_fuser" = "$holder" ] && by_fuser="the holder"
	echo "lslocks: $by_lslocks; fuser: $by_fuser"
}
# daemon KIND WHEN: the same of a daemon
daemon() {
	local holder
	: >"$tmp/pid"
	/usr/bin/python3 "$tmp/program.py" "$@" "$tmp/locked" >"$tmp/pid" &
	for _ in $(seq 100); do
		[ ! -s "$tmp/pid" ] || break
		sleep 0.1
	done
	holder=$(cat "$tmp/pid")
	named "$holder"
	kill "$holder"
	rm "$tmp/locked"
}
seen "lslocks: the holder, the path; fuser: the holder" "flock(2) in the daemon" "$(daemon flock after)"
seen "lslocks: another, no path; fuser: the holder" "flock(2) before it went into the background" "$(daemon flock before)"
seen "lslocks: -1, no path; fuser: the holder" "F_OFD_SETLK before it went into the background" "$(daemon ofd before)"

exec 9>"$tmp/locked"
"$bin/flock" 9
seen "lslocks: another, no path; fuser: the holder" "exec 9>file; flock 9, in this script" "$(exec 9>&-; named $$)"
finish
