#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# An audited program runs as bare: C++ exceptions in children of drawing and throwing
# threads, dlopen, vfork; sandboxes that kill on any system call, closed descriptors,
# chroot, SIGKILL, signal handlers; 10 000 processes, of which none is lost.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
sandbox=$programs/audit/sandbox

cat >"$tmp/throws.cc" <<'END'
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

static std::atomic<bool> stop{false};
static bool draws; // bare, children of drawing threads hang in libc's lock

static int deep(int depth)
{
	std::string held(100, 'x');
	if (depth == 0)
		throw std::runtime_error(held);
	return deep(depth - 1) + static_cast<int>(held.size());
}

static int caught()
{
	try {
		return deep(10);
	} catch (const std::exception &e) {
		return static_cast<int>(std::string(e.what()).size());
	}
}

static void work()
{
	while (!stop) {
		caught();
		if (draws)
			std::rand();
		void *library = dlopen("libm.so.6", RTLD_NOW);
		dlclose(library);
	}
}

int main(int count, char **)
{
	draws = count > 1;
	std::vector<std::thread> threads;
	int good = 0, children = 300;
	for (int i = 0; i < 2; i++)
		threads.emplace_back(work);
	for (int i = 0; i < children; i++) {
		pid_t pid = fork();
		if (pid == 0) {
			alarm(20);
			std::rand();
			_exit(std::rand() >= 0 ? 0 : 1);
		}
		int status;
		waitpid(pid, &status, 0);
		good += status == 0;
	}
	stop = true;
	for (auto &thread : threads)
		thread.join();
	for (int i = 0; i < 50; i++) {
		pid_t pid = fork();
		if (pid == 0) {
			void *library = dlopen("libresolv.so.2", RTLD_NOW);
			std::rand();
			_exit(library && caught() == 100 ? 0 : 1);
		}
		int status;
		waitpid(pid, &status, 0);
		good += status == 0;
	}
	pid_t pid = vfork();
	if (pid == 0)
		_exit(0);
	std::printf("%d of %d, %d\n", good, children + 50, caught());
}
END
if need "${CXX:-c++}" "C++ exceptions"; then
	"${CXX:-c++}" -O1 -g -std=c++17 -o "$tmp/throws" "$tmp/throws.cc" -pthread -ldl
	bare timeout 100 "$tmp/throws" >"$tmp/bare"
	is "$(cat "$tmp/bare")" "350 of 350, 100" "bare: children of throwing threads, $(cat "$tmp/bare")"
	audited timeout 100 "$tmp/throws"
	is "$(cat "$tmp/out")" "$(cat "$tmp/bare")" "audited: as bare"
	audited timeout 100 "$tmp/throws" draw
	is "$(cat "$tmp/out")" "350 of 350, 100" "audited, the threads drawing too: $(cat "$tmp/out")"
	is "$(total findings) $(total lost)" "350 0" "and each child's draw is found"
	says "forked in main ($tmp/throws.cc:" "with the place"
fi

# in NAME STATUS OPTION...: a child in that sandbox ends as bare, and its draw is recorded.
in_sandbox() {
	local name=$1 wanted=$2
	shift 2
	is "$(bare "$sandbox" "$name")" "status $wanted" "$name: bare, $wanted"
	"$launcher" "$@" --audit="$tmp/report" "$sandbox" "$name" >"$tmp/out" 2>"$tmp/summary"
	is "$(cat "$tmp/out")" "status $wanted" "$name: audited, the same"
	says "drew in $name\|drew in in_$name\|drew in handle" "$name: its draw is on record"
}
in_sandbox strict 0 --when=fork
is "$(kinds)" "1 inherited/drand48, 1 inherited/random" "strict: both of them"
in_sandbox closed 0
in_sandbox killed 9
in_sandbox signalled 0
if [ "$(id -u)" -eq 0 ] && (chroot / true) 2>/dev/null; then
	in_sandbox chroot 0
	rmdir /tmp/forkseed-test-??????
else
	skip "not root" "chroot"
fi

audited "$sandbox" crowd 10000
is "$(cat "$tmp/out")" "0 bad" "10 000 children end well"
is "$(total processes) $(total findings) $(total lost)" "10001 10000 0" \
	"10 000 children: processes, findings, lost: $(total processes), $(total findings), $(total lost)"
is "$(grep -c '^forkseed: 10000 children' "$tmp/summary")" 1 "in one group"

# A recording that is nearly full (its counter, 40 bytes from the start, put near the end).
FORKSEED_AUDIT=$tmp/full shimmed "$sandbox" crowd 1 >"$tmp/out"
printf '\x00\xc0\xff\x01\x00\x00\x00\x00' | dd of="$tmp/full.raw" bs=1 seek=40 conv=notrunc status=none
FORKSEED_AUDIT=$tmp/full shimmed "$sandbox" crowd 1000 >"$tmp/out"
is "$(cat "$tmp/out")" "0 bad" "a full recording: the program does not notice"
"$audit_program" --summary "$tmp/full" 2>"$tmp/summary"
is $? 1 "a full recording: it counts as a finding"
says '^forkseed: [0-9]* records were lost' "and the losses are counted"
if [ "$(id -u)" -eq 0 ] && mkdir "$tmp/small" && mount -t tmpfs -o size=64k none "$tmp/small" 2>/dev/null; then
	fails 125 "No space left" "a full disk: said before the command runs" \
		"$launcher" --audit="$tmp/small/report" true
	FORKSEED_AUDIT=$tmp/small/hand shimmed "$sandbox" crowd 10 >"$tmp/out"
	is "$(cat "$tmp/out") $(find "$tmp/small" -name '*.raw*' | wc -l)" "0 bad 0" "by hand, no file and no harm"
	umount "$tmp/small"
else
	skip "no right to mount" "a full disk"
fi
finish
