#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# OMP_PROC_BIND=true asks OpenMP to bind the threads of a parallel region to processors. One expects a process that has
# run no region to be as free as before, and its forked children too, which run none. Seen in gcc's libgomp 12.2.0
# (Debian 12): as it is loaded it binds the thread that loads it to one processor (source: config/linux/affinity.c,
# gomp_init_affinity), region or not, and children inherit that, whatever they execute: a server's workers, or make -j,
# share one processor since some library was built with -fopenmp; omp_get_num_procs() goes on counting all. LLVM's libomp
# 14.0.6, under the same program, binds at the first region, and has a fork handler that gives its children what the
# process had begun with (source: z_Linux_util.cpp, __kmp_atfork_child).
. "$(dirname "$0")/lib.bash"
packages libgomp1=12.2.0-14+deb12u1 libomp5-14=1:14.0.6-12

cat >"$tmp/program.c" <<'END'
#define _GNU_SOURCE
#include <omp.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static const char *free_to(void)
{
	cpu_set_t set;
	sched_getaffinity(0, sizeof(set), &set);
	return CPU_COUNT(&set) == 1 ? "one" : "all";
}
int main(int argc, char **argv)
{
	if (strcmp(argv[1], "region") == 0) {
#pragma omp parallel num_threads(2)
		sched_yield();
	}
	printf("%s", free_to());
	fflush(stdout);
	if (fork() == 0) {
		printf(", its child %s", free_to());
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	printf(", counts %s\n", omp_get_num_procs() == 1 ? "one" : "all");
	return 0;
}
END
cc -O1 -w -fopenmp -c -o "$tmp/program.o" "$tmp/program.c" || exit 1
for library in libgomp.so.1 libomp.so.5; do
	cc -o "$tmp/with_$library" "$tmp/program.o" "$(find "$root" -name $library | head -n 1)" -Wl,--allow-shlib-undefined || exit 1
done
# processors LIBRARY BIND REGION: how many the process may use, its child, and how many omp_get_num_procs() counts
processors() { OMP_PROC_BIND=$2 OMP_NUM_THREADS=2 run timeout 20 "$tmp/with_$1" "$3"; }
if [ "$(processors libgomp.so.1 false no)" != "all, its child all, counts all" ]; then
	echo "this machine has one processor only"
	exit 77
fi
seen "all, its child all, counts all" "libgomp, OMP_PROC_BIND=false, a region was run" "$(processors libgomp.so.1 false region)"
seen "one, its child one, counts all" "libgomp, OMP_PROC_BIND=true, no region was run" "$(processors libgomp.so.1 true no)"
seen "one, its child one, counts all" "libgomp, OMP_PROC_BIND=true, a region was run" "$(processors libgomp.so.1 true region)"
seen "all, its child all, counts all" "libomp, OMP_PROC_BIND=true, no region was run" "$(processors libomp.so.5 true no)"
seen "one, its child all, counts all" "libomp, OMP_PROC_BIND=true, a region was run" "$(processors libomp.so.5 true region)"
finish
