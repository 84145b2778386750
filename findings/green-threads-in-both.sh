#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A program with light threads of a library's own (coroutines, greenlets) forks. Of threads a child has the one that
# forked and no other, and one expects no less where the library has a fork of its own. Seen with GNU Pth 2.0.7, State
# Threads 1.9, Perl's Coro 6.57, gevent 22.10.2 and eventlet 0.33.1 (Debian 12): after fork(2) all of them run on in both
# processes, as they are memory that the child has a copy of; so what each was about to do is done twice as soon as the
# child waits for anything: the mail is sent twice. gevent's own fork(), which mends its loop, does not end them either;
# GNU Pth's pth_fork() alone does. A child of the other four must not call the library, but execute a program or end by
# _exit(2).
. "$(dirname "$0")/lib.bash"
packages libpth20=2.0.7-22 libpth-dev=2.0.7-22 libst1=1.9-3.2 libst-dev=1.9-3.2 libcoro-perl=6.570-3+b1 \
	libanyevent-perl=7.170-2+b3 libcommon-sense-perl=3.75-3 libguard-perl=1.023-2+b1 libev-perl=4.33-2 \
	python3-gevent=22.10.2-3 python3-greenlet=2.0.2-1 python3-zope.event=4.4-3 python3-zope.interface=5.5.2-1+b1 \
	python3-pkg-resources=66.1.1-1+deb12u2 python3-eventlet=0.33.1-4 python3-dnspython=2.3.0-1+deb12u1 \
	python3-six=1.16.0-4 libev4=1:4.33-1 libc-ares2=1.18.1-3

# Each has two light threads that sleep for 0.2 s and then write a line; it forks, and both processes sleep for a
# second by the library.
cat >"$tmp/common.h" <<'END'
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static pid_t parent;
static void job(void)
{
	puts(getpid() == parent ? "parent" : "child");
	fflush(stdout);
}
END
with() { { cat "$tmp/common.h" -; } | compile -w "-l:$1" || exit 1; }
# jobs COMMAND...: how many were done in the parent, and how many in the child
jobs_of() {
	run PERL5LIB="$(find "$root/usr/lib" -path '*/perl5/5.36' | head -n 1):$root/usr/share/perl5" \
		PYTHONPATH="$root/usr/lib/python3/dist-packages" timeout 30 "$@" | sort | uniq -c | awk '{ print $1 " in the " $2 }' | paste -sd, | sed 's/,/, /'
}

with libpth.so.20 <<'END'
#include <pth.h>
static void *body(void *unused) { return pth_usleep(200000), job(), NULL; }
int main(int argc, char **argv)
{
	pid_t child;
	parent = getpid();
	pth_init();
	for (int i = 0; i < 2; i++) pth_spawn(PTH_ATTR_DEFAULT, body, NULL);
	pth_usleep(1000);
	child = strcmp(argv[1], "pth_fork") == 0 ? pth_fork() : fork();
	pth_usleep(1000000);
	if (child == 0) _exit(0);
	waitpid(child, NULL, 0);
	_exit(0);
}
END
seen "2 in the child, 2 in the parent" "GNU Pth, fork(2)" "$(jobs_of "$tmp/program" fork)"
seen "2 in the parent" "GNU Pth, pth_fork()" "$(jobs_of "$tmp/program" pth_fork)"

with libst.so.1 <<'END'
#include <st.h>
static void *body(void *unused) { return st_usleep(200000), job(), NULL; }
int main(void)
{
	pid_t child;
	parent = getpid();
	st_init();
	for (int i = 0; i < 2; i++) st_thread_create(body, NULL, 0, 0);
	st_usleep(1000);
	child = fork();
	st_usleep(1000000);
	if (child == 0) _exit(0);
	waitpid(child, NULL, 0);
	_exit(0);
}
END
seen "2 in the child, 2 in the parent" "State Threads, fork(2)" "$(jobs_of "$tmp/program")"

cat >"$tmp/program.pl" <<'END'
use Coro;
use Coro::Timer;
use POSIX ();
$| = 1;
my $parent = $$;
async { Coro::Timer::sleep 0.2; print $$ == $parent ? "parent\n" : "child\n" } for 1 .. 2;
cede;
my $child = fork;
Coro::Timer::sleep 1;
POSIX::_exit(0) if !$child;
waitpid $child, 0;
END
seen "2 in the child, 2 in the parent" "Coro, fork" "$(jobs_of /usr/bin/perl "$tmp/program.pl")"

cat >"$tmp/program.py" <<'END'
import importlib
import os
import sys

library, fork = importlib.import_module(sys.argv[1]), sys.argv[2]
parent = os.getpid()


def job():
    library.sleep(0.2)
    os.write(1, b"parent\n" if os.getpid() == parent else b"child\n")


for _ in range(2):
    library.spawn(job)
library.sleep(0.01)
child = getattr(library, "fork")() if fork == "gevent.fork" else os.fork()
library.sleep(1)
if child == 0:
    os._exit(0)
os.waitpid(child, 0)
END
seen "2 in the child, 2 in the parent" "gevent, os.fork()" "$(jobs_of /usr/bin/python3 "$tmp/program.py" gevent os.fork)"
seen "2 in the child, 2 in the parent" "gevent, gevent.fork()" \
	"$(jobs_of /usr/bin/python3 "$tmp/program.py" gevent gevent.fork)"
seen "2 in the child, 2 in the parent" "eventlet, os.fork()" \
	"$(jobs_of /usr/bin/python3 "$tmp/program.py" eventlet os.fork)"
finish
