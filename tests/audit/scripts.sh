#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Findings in Python programs have the lines that forked and drew: all the frames that Python
# itself tells, of every version on PATH whose layout is known; the program runs as ever. Where
# frames are not as the shim knows them, there are no lines, and no harm.
# Takes long.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
python=/usr/bin/python3
program=$root/tests/audit/scripts.py
export PYTHONDONTWRITEBYTECODE=1
need "$python" "lines of Python" || { finish && exit 0; }

# told INTERPRETER CASE...: audited, what it tells in $tmp/out; then how much is the same.
told() {
	audited timeout 60 "$1" "$program" "${@:2}"
	"$python" "$root/tests/audit/told.py" "$tmp/report" "$tmp/out" 2>"$tmp/unlike"
}

# line_of MARK: where the program has it.
line_of() { grep -n "# $1\$" "$program" | cut -d: -f1; }

# A case has so many findings, and of all of them frames at the fork and at the draw.
cases="plain:1 pool:2 process:1 threads:1 generator:1 coroutine:1 deep:1 string:2 callbacks:3
destructor:1 handler:1 watched:1 from_c:2 grandchildren:1 seeds:1"

# every INTERPRETER: all the cases. A pool's tasks may all go to one worker.
every() {
	local case name count wanted
	for case in $cases; do
		name=${case%:*} count=${case#*:}
		wanted="$count: $count forks, $count draws"
		[ "$name" != pool ] || wanted="[12]: \([12]\) forks, \1 draws"
		told "$1" "$name" >"$tmp/same"
		grep -qx "$wanted" "$tmp/same" && continue
		echo "# $name: $(cat "$tmp/same")"
		head -n 3 "$tmp/unlike" | cut -c 1-500 | sed 's/^/#   /'
	done
}

# interpreters: what is on PATH beside Debian's, and runs, of the known versions.
interpreters() {
	local minor
	for minor in 9 10 11 12 13 14; do
		[ "$(type -P "python3.$minor")" = "/usr/bin/python3.$minor" ] && continue
		"python3.$minor" -c 'import ctypes' 2>/dev/null && echo "python3.$minor"
	done
}

WRONG=1 told "$python" plain >"$tmp/same"
is "$(cat "$tmp/same")" "1: 0 forks, 0 draws" "told one line off, no frames are the same"
is "$("$python" "$program" plain | grep -c '^\[')" 2 "bare: the program tells of a fork and a draw"
known=$("$python" -c 'import sys; print((3, 9) <= sys.version_info[:2] <= (3, 14))')
if [ "$known" != True ]; then
	skip "Debian's Python is of no version that is known" "lines of Python"
	finish
	exit 0
fi
for interpreter in "$python" $(interpreters); do
	every "$interpreter" >"$tmp/every"
	is "$(cat "$tmp/every")" "" "$interpreter: the frames of $(wc -w <<<"$cases") cases are Python's own"
done
is "$(told "$python" unseen)" "1: 0 forks, 1 draws" "a raw system call: the draw's alone"

# Nobody looked at frames before; the summary.
audited "$python" "$program" quiet
says "forked in quiet ($program:$(line_of FORK))" "the summary has the line of the fork"
says "drew in quiet ($program:$(line_of DRAW))" "and of the draw"
says "in C: " "and the place in C"
audited "$python" "$program" lines
says "forked in lines ($program:$(line_of 'FORK OF SEVERAL'))" "of a call over several lines the one of its name"
says "drew in lines ($program:$(line_of 'DRAW OF SEVERAL'))" "and so of the draw"
told "$python" pool >"$tmp/same"
says "forked in pool ($program:[0-9]*)" "of a Pool the program's own line comes first"
says 'through _launch (/.*/multiprocessing/popen_fork.py:[0-9]*)' "then what forked"
told "$python" deep >"$tmp/same"
is "$(grep -o '"draw_script_ended":"[^"]*"' "$tmp/report")" '"draw_script_ended":"more frames than are shown"' \
	"a recursion: 16 frames, and that there were more"

# Names: UTF-8, wide and narrow, and bytes that are none.
latin=größe unicode='日本 ñ😀' # kinds of 1, 2 and 4 bytes
for name in "$latin" 日本 "$unicode" $'byte\xff'; do
	file=$tmp/$name.py function=zähle
	[ "$name" != 日本 ] || function=数え
	cat >"$file" <<-END
		def $function():
		    if not tell("fork", os.fork()):
		        tell("draw", libc.random())
		        os._exit(0)
		    os.wait()
		$function()
	END
	is "$(LC_ALL=C.UTF-8 told "$python" names "$file")" "1: 1 forks, 1 draws" "a file by the name of $(printf %q "$name")"
	says "forked in $function ($file:2)" "is in the summary as it is"
done

# Groups, and what is recorded once.
"$launcher" --report="$tmp/page" --audit="$tmp/report" "$python" "$program" many 400 >"$tmp/out" 2>"$tmp/summary"
is "$(total findings) $(total lost) $(grep -c '^forkseed: .*children drew' "$tmp/summary")" "400 0 2" \
	"400 children of two places are two groups"
scripts=$(grep -c '^{"type":"script"' "$tmp/page")
[ "$scripts" -le 8 ]
ok $? "their frames are recorded once: $scripts times"
cat >"$tmp/suppressions" <<END
{
   one of two
   forkseed:inherited
   fun:quiet
   obj:*/audit/scripts.py
}
END
audited --suppressions="$tmp/suppressions" "$python" "$program" many 10
is "$(total findings) $(total suppressed)" "5 5" "suppressions match functions and files of scripts"

# No Python, none that is wanted, and another language.
audited "$programs/audit/hazards" inherit_random
is "$(grep -c '"fork_script":\[\],.*"draw_script":\[\]' "$tmp/report")" 3 "a C program has no script"
audited --runtimes=none "$python" "$program" plain
is "$(grep -c '"fork_script":\[\],.*"draw_script":\[\]' "$tmp/report")" 1 "nor has Python with --runtimes=none"

# Layouts that are not so: a Python that claims to be of another version. And one unknown.
version=$("$python" -c 'import platform; print(platform.python_version())')
for other in 3.9 3.10 3.11 3.12 3.13 3.14 3.15 3.99; do
	case $other-${version%.*} in
	"${version%.*}"-* | 3.14-3.15 | 3.15-3.14) continue ;; # these two lie alike
	esac
	claimed=$(printf "%-${#version}.${#version}s" "$other.0000" | tr ' ' 0)
	LC_ALL=C sed "s/\x00${version//./\\.}\x00/\x00$claimed\x00/g" "$(readlink -f "$python")" >"$tmp/python"
	chmod +x "$tmp/python"
	PYTHONHOME=/usr audited timeout 60 "$tmp/python" "$program" plain
	status=$?
	claims=$(PYTHONHOME=/usr "$tmp/python" -c 'import sys; print(sys.version.split()[0])')
	is "$claims, $status, $(grep -c '"fork_script":\[\],.*"draw_script":\[\]' "$tmp/report")" "$claimed, 0, 1" \
		"a layout of $other is found wrong, and not used"
done
says "no lines of a script: they are known of CPython 3.9 to " "and the summary says why there are none"
case $version in
3.1[1-9].*)
	audited timeout 60 "$python" "$program" damaged
	is "$? $(kinds)" "0 8 inherited/random" "pointers that lead nowhere: every child draws"
	is "$(grep -o '"fork_script_ended"' "$tmp/report" | wc -l)" 7 "and their frames end there"
	;;
*) skip "Python before 3.11" "pointers that lead nowhere" ;;
esac
case $(uname -m) in
x86_64 | aarch64)
	is "$(told "$python" filtered)" "1: 1 forks, 1 draws" "a draw is told without a system call"
	is "$(grep ^status "$tmp/out")" "status 31" "which would have killed the child"
	;;
*) skip "the numbers of system calls are not known here" "a draw is told without a system call" ;;
esac

# Anywhere in the interpreter: each of a child's first 64 seedings looks at its frames.
cat >"$tmp/alarm.c" <<'END'
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
static volatile unsigned seedings;
static void seed(int number)
{
	(void)number;
	srandom(seedings++);
}
void begin(int microseconds)
{
	struct itimerval each = {{0, microseconds}, {0, microseconds}};
	struct sigaction action = {.sa_handler = seed, .sa_flags = SA_RESTART};
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &each, NULL);
}
unsigned count(void) { return seedings; }
END
"${CC:-cc}" -O1 -shared -fPIC -o "$tmp/alarm.so" "$tmp/alarm.c"
FORKSEED_AUDIT=$tmp/interrupted LD_PRELOAD=$shim timeout 120 "$python" "$program" interrupted "$tmp/alarm.so" 200 >"$tmp/out"
is "$(cat "$tmp/out")" "200 children, 0 failed" "14 000 signals between Python's instructions harm none of 200 children"

# The program runs as ever.
# output COMMAND...: without pids, whichever process writes first.
output() { "$@" | sed 's/^\(\["[a-z]*", \)[0-9]*/\1/' | sort; }
audited_output() {
	audited "$@"
	cat "$tmp/out"
}
for case in audited plain; do
	wanted=$(output shimmed "$python" "$program" $case)
	is "$(output audited_output "$python" "$program" $case)" "$wanted" "$case: prints what it prints without an audit"
done
is "$(output bare "$python" "$program" plain)" "$wanted" "and bare"
if need valgrind "memcheck"; then
	# Of Debian's Python: it reads what is not initialised, but nothing that is not there.
	PYTHONMALLOC=malloc FORKSEED_AUDIT=$tmp/memcheck LD_PRELOAD=$shim timeout 300 valgrind -q \
		--undef-value-errors=no --log-file="$tmp/valgrind.%p" "$python" "$program" callbacks >"$tmp/out" 2>&1
	"$audit_program" "$tmp/memcheck" 2>"$tmp/summary"
	is "$("$python" "$root/tests/audit/told.py" "$tmp/memcheck" "$tmp/out" 2>&1)" "3: 3 forks, 3 draws" "under valgrind the same frames"
	is "$(grep -hv "sigprocmask: unknown 'how'" "$tmp"/valgrind.* | head -n 20)" "" "and no read of what is not there"
fi
finish
