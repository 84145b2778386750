#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Commands that hold a lock while another command runs, so that a second one is turned away: flock, setlock, lckdo,
# with-lock-ex, dotlockfile. The command goes into the background, as a daemon's does. One expects one answer, that
# the lock is given back, or that it is kept. Seen in util-linux 2.38.1, daemontools 0.76, moreutils 0.67, chiark-utils 7.0.0
# and liblockfile 1.17 (Debian 12): with flock and setlock it is kept until the daemon ends or closes a descriptor that it
# does not know of, as flock(2)'s locks go on in children; with the other three a second daemon is let in beside it.
# with-lock-ex has another surprise: it takes a lock of fcntl(2), and executes the command in its own place. So that has
# the lock, and loses it while it runs, without a word, when anything in it opens the lock file and closes it again, as to
# write its pid there. The others hold.
. "$(dirname "$0")/lib.bash"
packages util-linux=2.38.1-5+deb12u3 daemontools=1:0.76-8.1 moreutils=0.67-1 \
	chiark-utils-bin=7.0.0 liblockfile-bin=1.17-1+b1 liblockfile1=1.17-1+b1
bin=$root/usr/bin

# The command: "daemon" leaves a process in the background, "opens" and "stays" run for a while, the one having opened the
# lock file and closed it.
cat >"$tmp/command" <<'END'
#!/usr/bin/python3
import os
import sys
import time

what, lock, ready = sys.argv[1:]
if what == "daemon" and os.fork():
    os._exit(0)
if what == "opens":
    open(lock).close()
open(ready, "w").close()
time.sleep(3)
END
chmod +x "$tmp/command"
# locked TOOL COMMAND...
locked() {
	case $1 in
	flock) run "$bin/flock" -n "$tmp/lock" "${@:2}" ;;
	setlock) run "$bin/setlock" -n "$tmp/lock" "${@:2}" ;;
	lckdo) run "$bin/lckdo" "$tmp/lock" "${@:2}" ;;
	with-lock-ex) run "$bin/with-lock-ex" -f "$tmp/lock" "${@:2}" ;;
	dotlockfile) run "$bin/dotlockfile" -r 0 -l "$tmp/lock" "${@:2}" ;;
	esac 2>"$tmp/err"
}
# second TOOL WHAT: what a second command is told while the first one's process runs
second() {
	rm -f "$tmp/lock" "$tmp/ready"
	locked "$1" "$tmp/command" "$2" "$tmp/lock" "$tmp/ready" &
	for _ in $(seq 100); do
		[ ! -e "$tmp/ready" ] || break
		sleep 0.05
	done
	sleep 0.3
	if locked "$1" true; then echo "let in"; else echo "turned away"; fi
	wait
	sleep 3
}
for tool in flock setlock lckdo with-lock-ex dotlockfile; do
	wanted="turned away"
	seen "$wanted" "$tool, the command runs" "$(second $tool stays)"
	case $tool in with-lock-ex) wanted="let in" ;; esac
	seen "$wanted" "$tool, it has opened the lock file and closed it" "$(second $tool opens)"
	case $tool in lckdo | dotlockfile) wanted="let in" ;; esac
	seen "$wanted" "$tool, it has gone into the background" "$(second $tool daemon)"
done
finish
