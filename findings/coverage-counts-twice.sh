#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Coverage of a program that forks: a function that it calls once, before the fork, and then parent and child both
# exit. One expects it to be counted once, however the child is made. Seen in gcc 12.2.0 and clang 14.0.6 (Debian 12):
# with --coverage they put a call of their own, which writes the counts out and sets them to 0, in the place of fork()
# (gcc/builtins.cc, expand_builtin_fork_or_exec; GCOVProfiling.cpp, AddFlushBeforeForkAndExec). A child of
# forkpty(), _Fork() or a pointer to fork() inherits its parent's counts, and both add them to the file; so does one of
# fork() itself with gcc -std=c11, where that name is no builtin. clang's other coverage, -fprofile-instr-generate, has
# nothing for forks at all, and its %p is the *parent's* pid in both processes: one file, and two calls in it.
. "$(dirname "$0")/lib.bash"
packages gcc-12=12.2.0-14+deb12u1 cpp-12=12.2.0-14+deb12u1 libgcc-12-dev=12.2.0-14+deb12u1 \
	clang-14=1:14.0.6-12 libclang-common-14-dev=1:14.0.6-12 libclang-rt-14-dev=1:14.0.6-12 \
	libclang-cpp14=1:14.0.6-12 libllvm14=1:14.0.6-12 llvm-14=1:14.0.6-12

cat >"$tmp/program.c" <<'END'
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
void __gcov_dump(void);
void __gcov_reset(void);
void before(void) { }
int main(int argc, char **argv)
{
	pid_t (*volatile pointer)(void) = fork;
	pid_t child = 1;
	int terminal;
	before();
	if (strcmp(argv[1], "fork") == 0) child = fork();
	if (strcmp(argv[1], "_Fork") == 0) child = _Fork();
	if (strcmp(argv[1], "forkpty") == 0) child = forkpty(&terminal, NULL, NULL, NULL);
#ifdef GCOV
	if (strcmp(argv[1], "written") == 0) {
		__gcov_dump();
		__gcov_reset();
		child = forkpty(&terminal, NULL, NULL, NULL);
	}
#endif
	if (strcmp(argv[1], "pointer") == 0) child = pointer();
	if (child == 0) exit(0);
	wait(NULL);
	return 0;
}
END
gcc=$(find "$root/usr/bin" -name '*-gcc-12')
gcov=$(find "$root/usr/bin" -name '*-gcov-12')
llvm=$root/usr/lib/llvm-14/bin
cd "$tmp" || exit 1
run "$gcc" -w -DGCOV --coverage -c program.c -o gcc.o && run "$gcc" --coverage gcc.o -o by_gcc &&
	run "$gcc" -w -DGCOV --coverage -std=c11 -D_GNU_SOURCE -c program.c -o c11.o && run "$gcc" --coverage c11.o -o by_c11 &&
	run "$llvm/clang" -w -DGCOV --coverage -c program.c -o clang.o && run "$llvm/clang" --coverage clang.o -o by_clang &&
	run "$llvm/clang" -w -fprofile-instr-generate -fcoverage-mapping program.c -o by_llvm || exit 1

# count_of: the first number in the line of before(), of gcov's or llvm-cov's listing
count_of() { sed -n 's/^ *\([0-9]*|\)\{0,1\} *\([0-9]*\)[:|].*void before.*/\2/p'; }
# calls BY HOW: how often before() was called, as the coverage tells
calls() {
	rm -rf ./*.gcda raw
	LLVM_PROFILE_FILE=raw/%p timeout 20 "./by_$1" "$2" >/dev/null
	case $1 in
	gcc | c11) run "$gcov" -t "$1.gcda" ;;
	clang) run "$llvm/llvm-cov" gcov -t clang.gcda ;;
	llvm)
		run "$llvm/llvm-profdata" merge raw/* -o counts
		run "$llvm/llvm-cov" show by_llvm -instr-profile=counts
		;;
	esac 2>"$tmp/err" | count_of
}

for compiler in gcc clang; do
	seen 1 "$compiler --coverage, no child" "$(calls $compiler none)"
	seen 1 "$compiler --coverage, fork()" "$(calls $compiler fork)"
	for how in forkpty _Fork pointer; do
		seen 2 "$compiler --coverage, $how" "$(calls $compiler $how)"
	done
	seen 1 "$compiler --coverage, __gcov_dump(), __gcov_reset() and forkpty()" "$(calls $compiler written)"
done
seen 2 "gcc --coverage -std=c11, fork()" "$(calls c11 fork)"
seen 1 "clang -fprofile-instr-generate, no child" "$(calls llvm none)"
seen 2 "clang -fprofile-instr-generate, fork()" "$(calls llvm fork)"
seen 1 "its files, of two processes, with %p for the pid" "$(find raw -type f | grep -c .)"
finish
