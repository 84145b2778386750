#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Heap profiles of gperftools, asked for by HEAPPROFILE, of a program that forks. A program that a child executes writes
# to a file with its pid in the name, so one expects that of a child which goes on without, or no profile of it. Seen in
# gperftools 2.10 (Debian 12): parent and child write to one name, the number in it counted on from what the parent had
# written before the fork, each over what is there. So the file is that of the process which wrote last, and nothing
# in it says which; the log names one file twice. The pid is put in where the variable is read, as a program begins
# (sources: base/sysinfo.cc, GetUniquePathFromEnv; heap-profiler.cc, DumpProfileLocked). HeapProfilerStop() and
# HeapProfilerStart() by another name, in the child, part the two; what the parent had allocated is not in it then.
. "$(dirname "$0")/lib.bash"
packages libgoogle-perftools4=2.10-1 libgoogle-perftools-dev=2.10-1 libtcmalloc-minimal4=2.10-1 libunwind8=1.6.2-3 \
	liblzma5=5.4.1-1+deb12u2

compile -w -l:libtcmalloc.so.4 -Wl,--allow-shlib-undefined <<'END' || exit 1
// program HOW LAST: the parent allocates a megabyte and forks, the child allocates two; both end by exit(3), LAST (parent,
// child) when the other is done. HOW: fork, part, or execute, for this program anew in the child, without arguments
#include <gperftools/heap-profiler.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static void *volatile kept;
static int ended[2];
static void allocate(int megabytes) { kept = malloc(megabytes << 20); }
static void child(const char *program, const char *how, const char *last)
{
	char byte;
	if (strcmp(how, "execute") == 0)
		execl(program, program, (char *)NULL);
	if (strcmp(how, "part") == 0) {
		HeapProfilerStop();
		HeapProfilerStart("child");
	}
	allocate(2);
	close(ended[1]);
	if (strcmp(last, "child") == 0)
		read(ended[0], &byte, 1);
	exit(0);
}
int main(int argc, char **argv)
{
	if (argc < 3) {
		allocate(2);
		return 0;
	}
	allocate(1);
	if (pipe(ended))
		return 9;
	if (fork() == 0)
		child(argv[0], argv[1], argv[2]);
	if (strcmp(argv[2], "parent") == 0)
		wait(NULL);
	return 0;
}
END

# profiles HOW LAST: names of the files, without pids, and what is in use in each; how many the log tells of. The pipe to
# cat ends with the last of the two.
profiles() {
	local file bytes
	rm -rf "$tmp/written"
	mkdir "$tmp/written"
	(cd "$tmp/written" && HEAPPROFILE=parent run timeout 60 "$tmp/program" "$@" 2>&1 | cat >"$tmp/log")
	for file in "$tmp/written"/*.heap; do
		bytes=$(head -n 1 "$file" | awk '{ print $4 + 0 }')
		echo "$(basename "$file" | sed 's/_[0-9]*/_PID/') $((bytes >> 20)) MB"
	done | sort | paste -sd,
	echo "of $(grep -c '^Dumping heap profile' "$tmp/log") written"
}
seen "parent.0001.heap 1 MB of 2 written" "a fork, the parent ends last" "$(profiles fork parent | paste -sd' ')"
seen "parent.0001.heap 3 MB of 2 written" "a fork, the child ends last" "$(profiles fork child | paste -sd' ')"
seen "parent.0001.heap 1 MB,parent_PID.0001.heap 2 MB of 2 written" "the child executes a program" \
	"$(profiles execute parent | paste -sd' ')"
seen "child.0001.heap 2 MB,parent.0001.heap 1 MB of 2 written" "the child stops and starts the profiler" \
	"$(profiles part parent | paste -sd' ')"
finish
