#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A script limits its own time by its language's call, and forks. One expects the limit to hold in the child, from the
# beginning or for what was left, as the setting is there, and those of setrlimit(2) hold. Seen in PHP 8.2.36,
# SWI-Prolog 9.0.4, Python 3.11's faulthandler and R 4.2.2 (Debian 12): only R's elapsed limit does, as R compares clocks
# while it works. PHP's set_time_limit() is a timer of the process (source: Zend/zend_execute_API.c, zend_set_timeout_ex),
# which no child inherits, while ini_get("max_execution_time") there goes on naming the limit; SWI-Prolog's
# call_with_time_limit/2 and Python's faulthandler.dump_traceback_later() have a thread for it. So a worker that loops
# is not ended, nor its stack shown. Set again in the child, PHP's holds.
. "$(dirname "$0")/lib.bash"
packages php8.2-cli=8.2.36-1~deb12u1 swi-prolog-core=9.0.4+dfsg-2 swi-prolog-core-packages=9.0.4+dfsg-2 \
	libtcmalloc-minimal4=2.10-1 r-base-core=4.2.2.20221110-2 libblas3=3.11.0-2 liblapack3=3.11.0-2 libtirpc3=1.3.3+ds-1 libicu72=72.1-3+deb12u1 \
	libgomp1=12.2.0-14+deb12u1
export R_HOME=$root/usr/lib/R EDITOR=vi PAGER=cat SWI_HOME_DIR=$root/usr/lib/swi-prolog
swipl=$(find "$SWI_HOME_DIR" -name swipl -type f)
/usr/bin/python3 --version

# A limit of 1 s is set, and who WORKS (parent, child, again: a child that sets it again) does so for more than 2 s, and
# then says "worked".
cat >"$tmp/program.php" <<'END'
<?php
set_time_limit(1);
if ($argv[1] != "parent" && ($child = pcntl_fork())) {
	set_time_limit(0);
	pcntl_waitpid($child, $status);
	exit(0);
}
if ($argv[1] == "again") set_time_limit(1);
if ($argv[1] != "parent") echo "the limit is said to be ", ini_get("max_execution_time"), ", ";
do $used = getrusage(); while ($used["ru_utime.tv_sec"] + $used["ru_stime.tv_sec"] < 3);
echo "worked\n";
END
cat >"$tmp/program.pl" <<'END'
:- use_module(library(time)).
:- use_module(library(unix)).
spin :- get_time(Begin), End is Begin + 3, repeat, get_time(Now), Now >= End, !, writeln(worked), halt.
work(parent) :- spin.
work(child) :- fork(Child), ( Child == child -> spin ; true ).
main(Who) :- catch(call_with_time_limit(1, work(Who)), time_limit_exceeded, writeln(ended)), ( wait(_, _) -> true ; true ), halt.
END
cat >"$tmp/program.py" <<'END'
import faulthandler
import os
import sys
import time

who = sys.argv[1]
faulthandler.dump_traceback_later(1)
if who != "parent" and os.fork():
    faulthandler.cancel_dump_traceback_later()
    os.wait()
    os._exit(0)
time.sleep(3)
print("worked")
END
cat >"$tmp/program.R" <<'END'
work <- function() {
	begin <- proc.time()[["elapsed"]]
	while (proc.time()[["elapsed"]] - begin < 3) sum(runif(1000))
	"worked"
}
cat(tryCatch({
	setTimeLimit(elapsed = 1, transient = TRUE)
	if (Sys.getenv("WHO") == "parent") work() else {
		child <- parallel::mcparallel(work())
		setTimeLimit()
		unlist(parallel::mccollect(child))
	}
}, error = conditionMessage), "\n")
END
in_php() {
	timeout 60 "$root/usr/bin/php8.2" -n "$tmp/program.php" "$1" 2>&1 |
		sed -n 's/.*Maximum execution time of 1 second exceeded.*/ended/; /said\|ended\|worked/p' | paste -sd, | sed 's/, *,*/, /g; s/ended, ended/ended/'
}
in_swi() { run timeout 60 "$swipl" -q -g "main($1)" "$tmp/program.pl" 2>/dev/null | grep worked || echo ended; }
in_python() { timeout 60 /usr/bin/python3 "$tmp/program.py" "$1" 2>&1 | grep -o '^Timeout\|^worked' | paste -sd,; }
in_r() {
	run WHO="$1" timeout 60 "$R_HOME/bin/exec/R" --vanilla --no-echo <"$tmp/program.R" |
		grep -o 'worked\|reached elapsed time limit'
}
seen "ended" "PHP" "$(in_php parent)"
seen "the limit is said to be 1, worked" "PHP, a forked child" "$(in_php child)"
seen "the limit is said to be 1, ended" "PHP, a child that sets the limit again" "$(in_php again)"
seen "ended" "SWI-Prolog" "$(in_swi parent)"
seen "worked" "SWI-Prolog, a forked child" "$(in_swi child)"
seen "Timeout,worked" "Python's faulthandler, which shows a stack and does not end the program" "$(in_python parent)"
seen "worked" "Python's faulthandler, a forked child" "$(in_python child)"
seen "reached elapsed time limit" "R" "$(in_r parent)"
seen "reached elapsed time limit" "R, a forked child" "$(in_r child)"
finish
