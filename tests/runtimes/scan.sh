#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --runtimes=+scan: engines in the program's own memory differ in each child, whoever seeded
# them and wherever they are; nothing is looked at that was not asked for.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
scan=$programs/runtimes/scan

if ! here scan g++; then
	finish
	exit
fi
is "$(limited "$launcher" "$scan" global drawn | distinct)" "1 of 8" "not asked for: as bare"
is "$(limited "$launcher" --runtimes=all "$scan" global drawn | distinct)" "1 of 8" "--runtimes=all: as bare"
is "$(limited "$launcher" --runtimes=none,+scan "$scan" global drawn | distinct)" "8 of 8" "--runtimes=none,+scan"
export FORKSEED_RUNTIMES=+scan
heals +scan global "$scan" global
keeps_parent global "$scan" global
for kind in global64 stepwise local heap device stack; do
	repeats $kind "$scan" $kind
	is "$(limited "$launcher" "$scan" $kind drawn | distinct)" "8 of 8" "$kind: healed"
done
is "$(limited "$launcher" "$scan" row drawn | tr " " "\n" | grep . | distinct)" "96 of 96" "row: each engine is healed"
is "$(limited "$launcher" "$scan" global64 seeded | distinct)" "8 of 8" "seeded by the program: healed as well"
if "$scan" reserved drawn >/dev/null; then
	is "$(limit=5 limited "$launcher" "$scan" reserved drawn | distinct)" "8 of 8" "1 TB of addresses is reserved: healed, and soon"
fi
# hidden COMMAND...: where there is no /proc, which says what is mapped.
hidden() { unshare -m bash -c 'mount -t tmpfs none /proc && exec "$@"' hidden "$@"; }
if [ "$(id -u)" -eq 0 ] && hidden true 2>/dev/null; then
	is "$(hidden env LD_PRELOAD="$shim" timeout 60 "$scan" global drawn)" \
		"$(limited "$scan" global drawn)" "without /proc: as bare"
fi
is "$(limited "$launcher" "$scan" filtered drawn | distinct)" "1 of 8" "under a seccomp filter nothing is looked at"
# A signal that comes while a child's engine is healed, and whose handler forks.
cat >"$tmp/within.cc" <<'C'
#include <csignal>
#include <cstdio>
#include <random>
#include <sys/wait.h>
#include <unistd.h>
static std::mt19937 engine(1);
static volatile sig_atomic_t has_forked;
static void handle(int)
{
	if (!has_forked) {
		has_forked = 1;
		fork();
	}
}
int main()
{
	engine();
	signal(SIGUSR1, handle);
	for (int i = 0; i < 4; i++)
		if (fork() == 0) {
			char line[32];
			unsigned drawn = (unsigned)engine();
			drawn += engine() == drawn;
			ssize_t told = write(1, line, (size_t)snprintf(line, sizeof line, "%u\n", drawn));
			while (wait(nullptr) > 0)
				;
			_exit(told < 0);
		}
	while (wait(nullptr) > 0)
		;
}
C
if need strace "a signal amid the heal"; then
	g++ -O1 "$tmp/within.cc" -o "$tmp/within"
	env --ignore-signal=USR1 timeout 60 strace -f -qq -o "$tmp/calls" -e trace=getrandom -e inject=getrandom:signal=USR1:when=1 \
		-E LD_PRELOAD="$shim" -E FORKSEED_RUNTIMES=+scan "$tmp/within" >"$tmp/drawn"
	is "$(distinct <"$tmp/drawn") $(grep -cx '[01]' "$tmp/drawn")" "8 of 8 0" "a signal amid the heal, whose handler forks"
fi
if [ -x "$build/forkseed-audit" ]; then
	limited "$launcher" --audit="$tmp/report" "$scan" filtered drawn >/dev/null 2>&1
	grep -q '"kind":"refused","generator":"+scan"' "$tmp/report"
	ok $? "which an audit says"
fi
finish
