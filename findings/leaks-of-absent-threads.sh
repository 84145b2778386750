#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Leak checkers in a forked child. A thread of the parent has a block of memory in a variable of its own, another
# thread forks, and the child ends by exit(3). The variable is in the child's memory, as all is, and one expects a
# checker that looks through the memory to find the block held there, as it does in the parent. Seen in LeakSanitizer
# and AddressSanitizer of gcc 12.2.0 and clang 14.0.6, and in valgrind 3.19.0 (Debian 12): the block is lost, and the
# child ends with the error status, while the parent is clean. The sanitizers look through the stacks of threads that
# they could stop, and a child's others can't be stopped (source: lsan_common.cpp, ProcessThreads; they add a line
# that false leaks are possible). So whether a test's child fails depends on what its parent's threads hold at the
# fork. Held by a global variable nothing is lost; a sanitizer says nothing in a child that ends by _exit(2).
. "$(dirname "$0")/lib.bash"
packages gcc-12=12.2.0-14+deb12u1 cpp-12=12.2.0-14+deb12u1 libgcc-12-dev=12.2.0-14+deb12u1 liblsan0=12.2.0-14+deb12u1 \
	libasan8=12.2.0-14+deb12u1 clang-14=1:14.0.6-12 libclang-common-14-dev=1:14.0.6-12 libclang-rt-14-dev=1:14.0.6-12 \
	libclang-cpp14=1:14.0.6-12 libllvm14=1:14.0.6-12 valgrind=1:3.19.0-1

# program WHERE END: the block is held in a variable of a thread, or in a global one (WHERE); the child ENDs by exit or _exit.
cat >"$tmp/program.c" <<'END'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile int begun;
static char *volatile global;
static void *run(void *where)
{
	char *volatile block = malloc(777);
	if (strcmp(where, "global") == 0) global = block;
	begun = 1;
	for (;;) pause();
	return block;
}
int main(int argc, char **argv)
{
	pthread_t thread;
	int status;
	pthread_create(&thread, NULL, run, argv[1]);
	while (!begun) usleep(1000);
	if (fork() == 0) {
		if (strcmp(argv[2], "exit") == 0) exit(0);
		_exit(0);
	}
	wait(&status);
	printf("child %d\n", WEXITSTATUS(status));
	exit(0);
}
END
gcc=$(find "$root/usr/bin" -name '*-gcc-12')
clang=$root/usr/lib/llvm-14/bin/clang
cd "$tmp" || exit 1
run "$gcc" -w -g -O1 -pthread -fsanitize=leak program.c -o gcc_leak && run "$gcc" -w -g -O1 -pthread -fsanitize=address program.c \
	-o gcc_address && run "$clang" -w -g -O1 -pthread -fsanitize=leak program.c -o clang_leak &&
	run "$clang" -w -g -O1 -pthread -fsanitize=address program.c -o clang_address && cc -w -g -O1 -pthread program.c -o plain || exit 1

valgrind() {
	VALGRIND_LIB=$(find "$root" -type d -path '*libexec/valgrind') run "$root/usr/bin/valgrind.bin" --leak-check=full \
		--errors-for-leak-kinds=definite --error-exitcode=23 "$@"
}
# status BY WHERE END: the child's and the parent's, and what the child says is lost
status() {
	local by=$1 parent
	shift
	if [ "$by" = valgrind ]; then
		valgrind ./plain "$@" >said 2>err
	else
		ASAN_OPTIONS=exitcode=23 LSAN_OPTIONS=exitcode=23 run timeout 60 "./$by" "$@" >said 2>err
	fi
	parent=$?
	echo "$(cat said), parent $parent, $(grep -c '777 bytes.* definitely lost\|leak of 777 byte' err) block"
}
tools=(gcc_leak gcc_address clang_leak clang_address)
if valgrind true >err 2>&1; then
	tools+=(valgrind)
else
	cat err
	echo "valgrind can't run here, and is left out"
fi
for by in "${tools[@]}"; do
	seen "child 23, parent 0, 1 block" "$by, held by a thread, the child ends by exit(3)" "$(status "$by" thread exit)"
	seen "child 0, parent 0, 0 block" "$by, held by a global variable" "$(status "$by" global exit)"
done
seen "child 0, parent 0, 0 block" "gcc_leak, held by a thread, the child ends by _exit(2)" "$(status gcc_leak thread _exit)"
finish
