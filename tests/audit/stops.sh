#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A command that stops under an audit: who continues it by its pid needs no help of the
# launcher's, and a shell on a terminal sees the job stop, and go on, as without.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand what is quoted
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
python=/usr/bin/python3
audit=("$launcher" --audit="$tmp/report")

# A launcher that stays stopped is continued by nobody: in a session without a terminal.
stopping=(timeout -s KILL 20 setsid -w)
itself='(sleep 0.5; kill -CONT $$) & kill -STOP $$; echo on; exit 3'
is "$("${stopping[@]}" bash -c "$itself"; echo $?)" "on
3" "bare, a program that stops itself is continued by its child"
is "$("${stopping[@]}" "${audit[@]}" bash -c "$itself" 2>/dev/null; echo $?)" "on
3" "under an audit too, and the launcher ends with it"
twice='for i in 1 2 3; do (sleep 0.2; kill -CONT $$) & kill -STOP $$; echo on; done'
is "$("${stopping[@]}" "${audit[@]}" bash -c "$twice" 2>/dev/null | xargs)" "on on on" "and again"

"${audit[@]}" sleep 60 2>/dev/null &
pid=$!
until_ok pgrep -P $pid sleep
child=$(pgrep -P $pid sleep)
kill -STOP "$child"
until_said State:.T "/proc/$child/status"
sleep 0.2
! grep -q '^State:.T' /proc/$pid/status
ok $? "the launcher does not stop with a command that was stopped by its pid"
kill -CONT $pid
until_said State:.S "/proc/$child/status"
grep -q '^State:.S' "/proc/$child/status"
ok $? "and hands SIGCONT on to it"
kill -TERM $pid
wait $pid
is $? 143 "SIGTERM ends both"

# On a terminal: plainly, and as an editor that puts the screen right before it stops.
reads='echo ready; read -r line; exit 4'
edits='import os, signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTSTP])
print("ready", flush=True)
signal.sigwait([signal.SIGTSTP])
os.kill(os.getpid(), signal.SIGSTOP)
input(); os._exit(4)'
sees() { timeout -s KILL 90 "$python" "${BASH_SOURCE%.sh}.py" "$@" 2>/dev/null; }
for how in bare audited; do
	run=()
	[ $how = bare ] || run=("${audit[@]}")
	is "$(sees key "${run[@]}" sh -c "$reads")" "stopped, exit 4" "Ctrl-Z, $how: the shell sees it stop and end"
	is "$(sees key "${run[@]}" "$python" -c "$edits")" "stopped, exit 4" "Ctrl-Z in an editor, $how"
	is "$(sees background "${run[@]}" sh -c "$reads")" "stopped, exit 4" "a job in the background that reads, $how"
done
finish
