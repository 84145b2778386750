#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A program that has run something in parallel by oneTBB, or by C++'s std::execution::par, which libstdc++ does by TBB, and
# then forks. A child does not have the threads, so one expects its own parallel loops to wait for them, as with gcc's
# OpenMP, or to make others, as with OpenBLAS. Seen in oneTBB 2021.8.0 (Debian 12): neither. A child's loops end, with
# the right result, in one thread, all of them, in arenas that the child makes as well, while max_concurrency() says
# 4: workers that are slow, and nothing says why. TBB wakes threads that it has once started, and starts no others
# (source: src/tbb/private_server.cpp, wake_or_launch); the thread that waits for a loop does what nobody takes. Children
# of a process that has run nothing in parallel have 4 threads each, and so they have after tbb::finalize() in the
# parent, before the fork.
. "$(dirname "$0")/lib.bash"
packages libtbb12=2021.8.0-2+deb12u1 libtbb-dev=2021.8.0-2+deb12u1

cat >"$tmp/program.cc" <<'END'
// program nothing|loop|finalize tbb|std: how many threads take part in a loop, in the parent if it is not "nothing", in
// its forked child and in the parent again
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <execution>
#include <mutex>
#include <set>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#include <unistd.h>
#include <vector>
static std::set<long> threads;
static std::mutex mutex;
static void work(int)
{
	usleep(10000);
	std::lock_guard<std::mutex> lock(mutex);
	threads.insert(syscall(SYS_gettid));
}
static void loop(const char *who, bool std_loop)
{
	tbb::task_arena arena(4);
	std::vector<int> items(100);
	threads.clear();
	arena.execute([&] {
		if (std_loop)
			std::for_each(std::execution::par, items.begin(), items.end(), work);
		else
			tbb::parallel_for(0, 100, work, tbb::simple_partitioner());
	});
	printf("%s %zu of %d ", who, threads.size(), arena.max_concurrency());
	fflush(stdout);
}
int main(int, char **argv)
{
	tbb::global_control four(tbb::global_control::max_allowed_parallelism, 4);
	tbb::task_scheduler_handle handle{tbb::attach{}};
	bool std_loop = strcmp(argv[2], "std") == 0;
	if (strcmp(argv[1], "nothing") != 0)
		loop("parent", std_loop);
	if (strcmp(argv[1], "finalize") == 0 && !tbb::finalize(handle, std::nothrow))
		return 9;
	if (fork() == 0) {
		loop("child", std_loop);
		_exit(0);
	}
	wait(NULL);
	if (strcmp(argv[1], "loop") == 0)
		loop("parent", std_loop);
	puts("");
	fflush(stdout);
	_exit(0);
}
END
g++ -std=c++17 -O1 -w -I"$root/usr/include" -o "$tmp/program" "$tmp/program.cc" "$(find "$root" -name libtbb.so.12 | head -n 1)" || exit 1

threads() { run timeout 60 "$tmp/program" "$@" | sed 's/ $//'; }
for loop in tbb std; do
	name=tbb::parallel_for
	[ $loop != std ] || name="std::for_each, parallel"
	seen "child 4 of 4" "$name, threads of a child whose parent ran nothing" "$(threads nothing $loop)"
	seen "parent 4 of 4 child 1 of 4 parent 4 of 4" "$name, the parent had run a loop" "$(threads loop $loop)"
	seen "parent 4 of 4 child 4 of 4" "$name, and called tbb::finalize()" "$(threads finalize $loop)"
done
finish
