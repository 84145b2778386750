#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# glog's log files, three for a program, in a forked child: an error is written to the one of errors,
# and of warnings, and of infos, as its manual says. Their names have the pid in them, so that one expects a
# child to go on in its parent's three, or to begin three of its own. In glog 0.6.0 (Debian 12) it does a third
# thing: the file that its *first* message is for is its own, the other two stay its parent's for good,
# whatever comes later. The question whether the pid has changed is asked for each file, and its first
# answer makes the new pid the known one for all (source: utilities.cc, PidHasChanged). So an error of
# a worker is found in files of two processes, and which ones depends on what it said before.
. "$(dirname "$0")/lib.bash"
packages libgoogle-glog0v6=0.6.0-2 libgoogle-glog-dev=0.6.0-2 libgflags2.2=2.2.2-2 libgflags-dev=2.2.2-2 \
	libunwind8=1.6.2-3

# shellcheck disable=SC2086 # flags are words
c++ -O1 -x c++ - -x none -o "$tmp/program" $headers "$(find "$root" -name 'libglog.so.0*' -type f)" \
	-Wl,--allow-shlib-undefined <<'END_OF_PROGRAM'
#include <cstring>
#include <glog/logging.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	FLAGS_log_dir = argv[1];
	google::InitGoogleLogging("server");
	LOG(ERROR) << "the parent";
	google::FlushLogFiles(google::INFO);
	if (fork() == 0) {
		if (strcmp(argv[2], "INFO") == 0)
			LOG(INFO) << "first";
		if (strcmp(argv[2], "WARNING") == 0)
			LOG(WARNING) << "first";
		LOG(ERROR) << "the child";
		google::FlushLogFiles(google::INFO);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
END_OF_PROGRAM

# whose FOLDER SEVERITY: whose file of that severity has the child's error
whose() {
	local parents childs
	parents=$(grep -l 'the parent' "$1"/*.log."$2".*)
	childs=$(grep -l 'the child' "$1"/*.log."$2".*)
	case "$childs" in
	"") echo nobody\'s ;;
	"$parents") echo "its parent's" ;;
	*) echo "its own" ;;
	esac
}

for first in INFO WARNING ERROR; do
	mkdir "$tmp/$first"
	run "$tmp/program" "$tmp/$first" $first 2>"$tmp/said" || cat "$tmp/said"
	for file in INFO WARNING ERROR; do
		wanted="its parent's"
		[ $file != $first ] || wanted="its own"
		seen "$wanted" "a child whose first message is $first: the file $file that has its error" \
			"$(whose "$tmp/$first" $file)"
	done
done
finish
