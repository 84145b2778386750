#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A program built for gprof (-pg), whose forked child does the work and writes the profile when it ends. One expects times
# and numbers of calls to go together, the child's alone or with what its parent had. Seen with glibc 2.36 and gprof
# 2.40 (Debian 12): the profile has every call of both, and not one sample of the child's: a function that works for half
# a second stands there with thousands of calls and "no time accumulated". Calls are counted by code in the program,
# samples are taken by setitimer(2)'s timer, which a child does not inherit (source: sysdeps/posix/profil.c), and its copy
# of the profile stays switched on. moncontrol(0), moncontrol(1) in the child starts the timer again.
. "$(dirname "$0")/lib.bash"
packages libc6=2.36-9+deb12u14 "binutils-$(cc -dumpmachine | tr _ -)=2.40-2" libbinutils=2.40-2
linker=$(find "$root" -name 'ld-linux-*.so.*' | head -n 1)
gprof=$(find "$root/usr/bin" -name '*gprof')

# program WHO: before() is called once, then WHO (parent, child, mended) works, and ends by exit(3).
cat >"$tmp/program.c" <<'END'
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
void moncontrol(int mode);
static volatile unsigned long sum;
__attribute__((noinline)) void before(void) { sum++; }
__attribute__((noinline)) void step(void)
{
	for (int i = 0; i < 20000; i++) sum += i;
}
static void work(void)
{
	clock_t end = clock() + CLOCKS_PER_SEC / 2;
	while (clock() < end) step();
}
int main(int argc, char **argv)
{
	before();
	if (strcmp(argv[1], "parent") != 0) {
		if (fork() != 0) {
			wait(NULL);
			_exit(0);
		}
		if (strcmp(argv[1], "mended") == 0) {
			moncontrol(0);
			moncontrol(1);
		}
	}
	work();
	exit(0);
}
END
cd "$tmp" || exit 1
cc -pg -O1 -no-pie -o program program.c || exit 1
# profile WHO: calls of before(), whether step() has many, and whether it has time
profile() {
	rm -f gmon.out
	"$linker" --library-path "$libraries" ./program "$1"
	run "$gprof" -b -p ./program gmon.out | awk '
		$NF == "before" { before = $4 } $NF == "step" { calls = $4; time = $3 }
		END { print "before " before ", step " (calls > 100 ? "many" : calls) ", time " (time > 0.1 ? "some" : time) }'
}
seen "before 1, step many, time some" "no fork" "$(profile parent)"
seen "before 1, step many, time 0.00" "the child works" "$(profile child)"
seen "before 1, step many, time some" "the child works, after moncontrol(0) and moncontrol(1)" "$(profile mended)"
finish
