#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Each kind of finding with its advice, followed: what is to be done in the program ends
# the finding; what is to be done outside ends it, or what it was about. Connections used by two,
# and what is not watched, have theirs in advice.sh and strict.sh; locks in tests/locks.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand what is quoted
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
. "$(dirname "$0")/advice.bash"
python=/usr/bin/python3

cat >"$tmp/children.c" <<'END'
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int ready[2];
static void *hold(void *unused)
{
	pthread_mutex_lock(&mutex);
	if (write(ready[1], "x", 1) == 1)
		sleep(30);
	return unused;
}
static void start_holding(void)
{
	char byte;
	pthread_t thread;
	if (pipe(ready) == 0 && pthread_create(&thread, NULL, hold, NULL) == 0 && read(ready[0], &byte, 1) != 1)
		exit(9);
}
/* children HOW MADE: what each of four children does first, and how it is made. */
int main(int argc, char **argv)
{
	const char *how = argv[1], *made = argc > 2 ? argv[2] : "fork";
	unsigned seed = 7;
	if (strcmp(made, "held") == 0)
		start_holding();
	for (int i = 0; i < 4; i++) {
		pid_t child = strcmp(made, "raw") == 0 ? (pid_t)syscall(SYS_clone, 17, 0, 0, 0, 0) : fork();
		if (child)
			continue;
		if (strcmp(how, "exec") == 0)
			execl("/bin/true", "true", NULL);
		if (strcmp(how, "lock") == 0)
			pthread_mutex_lock(&mutex);
		if (strcmp(how, "fresh") == 0 && getrandom(&seed, sizeof seed, 0) != sizeof seed)
			return 9;
		if (strcmp(how, "fresh") == 0 || strcmp(how, "constant") == 0)
			srandom(seed);
		if (strcmp(how, "clock") == 0)
			srandom((unsigned)time(NULL));
		printf("%ld\n", random());
		return 0;
	}
	if (strcmp(made, "early") == 0)
		start_holding();
	while (wait(NULL) > 0)
		;
	return 0;
}
END
"${CC:-cc}" -pthread -o "$tmp/children" "$tmp/children.c"

children=$tmp/children

told inherited 'seed each child after the fork, from getrandom(2); or keep it under forkseed' "$children" none
ends inherited "$children" fresh
differ 4 "$children" none
told inherited 'or run without --keep' --keep=random "$children" none
differ 1 --keep=random "$children" none
differ 4 "$children" none
told same-seed 'seed from getrandom(2)' "$children" constant
ends same-seed "$children" fresh
told clock-seed 'or run with --clock-seeds=replace' "$programs/audit/hazards" clock_seed
ends clock-seed "$children" fresh
differ 4 --clock-seeds=replace "$children" clock
if need perl "clock-seed: of another generator than libc's"; then
	script='if (!fork) { srand(%s); rand(); exit } wait'
	# shellcheck disable=SC2059 # the script is the format
	told clock-seed 'take no seed from the clock; in each child: srand' perl -e "$(printf "$script" time)"
	is "$(grep -c -e --clock-seeds "$tmp/summary")" 0 "clock-seed: an option that is for libc's is not advised"
	# shellcheck disable=SC2059
	ends clock-seed perl -e "$(printf "$script" '')"
fi
told unnumbered 'fork by fork(2), not by a raw system call; or do without --seed' --seed=a "$children" none raw
ends unnumbered --seed=a "$children" none fork
ends unnumbered "$children" none raw
told escaped 'keep the variable' env -i "$children" none
ends escaped env A=1 "$children" none
told escaped 'leave that out' env FORKSEED=off "$children" none
if echo 'int main(void) { return 0; }' | "${CC:-cc}" -static -x c - -o "$tmp/static" 2>/dev/null; then
	told escaped 'use a dynamically linked build' sh -c '"$0"; :' "$tmp/static"
else
	skip "no static libc" "escaped: a static program's advice"
fi
told unrecorded 'keep the variable' env -u FORKSEED_AUDIT "$children" none
told unrecorded 'the memory that the audit needs' sh -c 'ulimit -v 30000; "$0" none' "$children"
ends unrecorded sh -c '"$0" none' "$children"
printf '{\n   small\n   forkseed:unrecorded\n}\n' >"$tmp/known"
"$launcher" --check --suppressions="$tmp/known" sh -c 'ulimit -v 30000; "$0" none' "$children" >"$tmp/out" 2>&1
is "$?" 0 "or suppressed"
told stuck 'fork before threads are started' --stuck=1 --stuck-action=kill "$children" lock held
ends stuck --stuck=1 --stuck-action=kill "$children" lock early
ends stuck --stuck=1 --stuck-action=kill "$children" exec held
filtered=$programs/launcher/filtered
told no-entropy 'or run with --when=fork' "$filtered" getrandom "$children" none
ends no-entropy "$children" none

if need "$python" "advice about Python"; then
	cat >"$tmp/workers.py" <<'END'
import os, sys
if sys.argv[1] == "private":
    import sqlite3
import random
if "numpy" in sys.argv[1]:
    import numpy
    sequences = numpy.random.SeedSequence(3).spawn(4)
def draw(i):
    how = sys.argv[1]
    if how == "numpy": return numpy.random.random()
    if how == "numpy-own": return numpy.random.default_rng().random()
    if how == "numpy-spawned": return numpy.random.default_rng(sequences[i]).random()
for i in range(4):
    if not os.fork():
        os.write(1, b"%.17f\n" % draw(i))
        os._exit(0)
for i in range(4):
    os.wait()
END
	if "$python" -c 'import numpy' 2>/dev/null; then
		told inherited 'make a generator in each child (default_rng()), or give each task a seed of its own (SeedSequence.spawn())' \
			"$python" "$tmp/workers.py" numpy
		ends inherited "$python" "$tmp/workers.py" numpy-own
		ends inherited "$python" "$tmp/workers.py" numpy-spawned
		is "$(sort -u "$tmp/out" | wc -l)" 4 "which are four streams"
	else
		lacks python3-numpy "advice about NumPy"
	fi
	cat >"$tmp/stubbed.py" <<'END'
import os
import numpy.random.mtrand as mtrand
if not os.fork():
    mtrand.random_sample()
    os._exit(0)
os.wait()
END
	export PYTHONPATH=$root/tests/python/stub
	told refused 'leave it out with --runtimes' "$python" "$tmp/stubbed.py"
	ends refused --runtimes=none "$python" "$tmp/stubbed.py"
	unset PYTHONPATH
fi

# A runtime's own words.
if [ -x "$programs/runtimes/glib" ]; then
	told inherited 'in each child: g_random_set_seed(); or keep it under forkseed' "$programs/runtimes/glib" random drawn
	told inherited 'in each child: g_random_set_seed()' "$programs/runtimes/glib" random seeded
	says 'or run with --seed$' "what it was seeded with is left alone: not under forkseed alone, but with --seed"
	is "$("$launcher" --seed=x "$programs/runtimes/glib" random seeded | sort -u | wc -l)" 8 "as advised, 8 numbers"
fi

# Connections: what a child does to its parent's.
cat >"$tmp/shared.py" <<'END'
import os, socket, sys
how = sys.argv[1]
l = socket.create_server(("127.0.0.1", 0))
address = l.getsockname()
server = os.fork()
if not server:
    while True:
        c, _ = l.accept()
        if not os.fork():
            while c.send(c.recv(100)): pass
            os._exit(0)
def connect():
    c = socket.create_connection(address)
    c.send(b"a"), c.recv(9)
    return c
c = connect()
if not os.fork():
    if how == "own": c = connect()
    if how == "close": c.close()
    else: c.send(b"b"), c.recv(9)
    if how == "end": c.shutdown(2)
    os._exit(0)
os.wait()
c.send(b"c"), c.recv(9)
os.kill(server, 9)
END
if "$launcher" --doctor --connections=warn true | grep -q '^connections: the kernel tells'; then
	shared=("$python" "$tmp/shared.py")
	told shared-touch 'open it after the fork, in each process' --connections=warn,touch "${shared[@]}" touch
	ends shared-touch --connections=warn,touch "${shared[@]}" own
	told shared-end 'let the child close(2) it without a goodbye' --connections=warn "${shared[@]}" end
	ends shared-end --connections=warn "${shared[@]}" close
else
	skip "the kernel does not tell whose a connection is" "advice about connections"
fi
finish
