#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Options by which a command ends when its parent does: bubblewrap's --die-with-parent, setpriv's --pdeathsig, tini's -p.
# Their manuals speak of the parent, and one expects that to be the process that started them. Seen in bubblewrap
# 0.8.0, util-linux 2.38.1 and tini 0.19.0 (Debian 12): where a thread started them, they are killed as soon as that
# *thread* ends, and the process, which lives on, has lost a command to SIGKILL. So a sandbox that a pool's thread has
# started lasts until the pool lets that thread go. For what all three call, prctl(2)'s PR_SET_PDEATHSIG, the parent is the
# thread that forked (its manual says so, theirs do not). Started by a thread that stays, they run on.
. "$(dirname "$0")/lib.bash"
packages bubblewrap=0.8.0-2+deb12u1 tini=0.19.0-1+b3 util-linux=2.38.1-5+deb12u3
bin=$root/usr/bin
if ! "$bin/bwrap" --dev-bind / / true 2>"$tmp/err"; then
	cat "$tmp/err"
	echo "bubblewrap can't make a sandbox here"
	exit 77
fi

cat >"$tmp/program.py" <<'END'
# program.py ends|stays COMMAND...: a thread starts the command and ends, or stays, after the command has said that it
# runs. What has become of the command two seconds later?
import subprocess
import sys
import threading

running = threading.Event()
leave = threading.Event()
commands = []


def start():
    command = subprocess.Popen(sys.argv[2:], stdout=subprocess.PIPE)
    command.stdout.readline()
    commands.append(command)
    running.set()
    if sys.argv[1] == "stays":
        leave.wait()


thread = threading.Thread(target=start)
thread.start()
running.wait()
if sys.argv[1] == "ends":
    thread.join()
try:
    print("ended by signal", -commands[0].wait(2))
except subprocess.TimeoutExpired:
    print("runs on")
leave.set()
commands[0].kill()
END
command=(sh -c 'echo runs; exec sleep 4')
happens() { /usr/bin/python3 "$tmp/program.py" "$@"; }
for thread in ends stays; do
	wanted="runs on"
	[ $thread = stays ] || wanted="ended by signal 9"
	seen "$wanted" "bwrap --die-with-parent, the thread that started it: $thread" \
		"$(happens $thread "$bin/bwrap" --die-with-parent --dev-bind / / "${command[@]}")"
	seen "$wanted" "setpriv --pdeathsig KILL, the thread: $thread" "$(happens $thread "$bin/setpriv" --pdeathsig KILL "${command[@]}")"
	seen "$wanted" "tini -p SIGKILL, the thread: $thread" "$(happens $thread "$bin/tini" -s -p SIGKILL -- "${command[@]}")"
done
seen "runs on" "bwrap without the option, the thread: ends" "$(happens ends "$bin/bwrap" --dev-bind / / "${command[@]}")"
finish
