#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What the doctor says of --locks: which functions that take a lock of libc's a program with
# threads and forks imports, the same that the third shim has; and whether that is loaded,
# into a command or a process.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
. "$(dirname "$0")/doctor.bash"
third=$build/libforkseed-locks.so
heal=("$launcher" --locks=heal)
may_hang='a child of a threaded parent may hang in these; --locks=heal'
proof='proof: ld.so loads the third shim as well, and [1-9][0-9]* references lead there'
cc=${CC:-cc}

# importing OUTPUT FUNCTION...: a program that imports these and calls none; more words for
# the compiler are in $flags.
flags=()
importing() {
	local output=$1
	shift
	{
		printf 'extern char %s[] __attribute__((weak));\n' "$@"
		echo 'const void *const imported[] = {'
		printf '%s,\n' "$@"
		echo '0}; int main(void) { return 0; }'
	} | $cc -w -DWITHOUT_STAND_INS -fno-builtin -fPIC -x c - -x none "${flags[@]}" -o "$output" -Wl,--push-state,--no-as-needed -lpthread -Wl,--pop-state -lutil
}

# none WHAT: no such line among what was told last.
none() { is "$(grep -c '^locks: ' "$tmp/told")" 0 "$1"; }

importing "$tmp/daemon" pthread_create fork localtime __syslog_chk setenv fopen getpid
verdict 0 'yes: ' "a program with threads and forks" "$launcher" --doctor "$tmp/daemon"
says "locks: localtime, setenv, __syslog_chk: $may_hang" "in what its children may hang"
is "$(grep -c 'third shim' "$tmp/told")" 0 "the third shim is not asked for"
verdict 0 'yes: ' "with --locks=off" "$launcher" --locks=off --doctor "$tmp/daemon"
says "locks: localtime, setenv, __syslog_chk: $may_hang" "the same"
for fork in _Fork daemon forkpty clone; do
	[[ $fork != _Fork && $fork != forkpty ]] || ! older_libc 2.34 || continue # which has them not, or elsewhere
	importing "$tmp/forks" thrd_create $fork exit
	"$launcher" --doctor "$tmp/forks" >"$tmp/told"
	says "locks: exit: $may_hang" "one that forks by $fork()"
done
importing "$tmp/forks" fork localtime setenv
"$launcher" --doctor "$tmp/forks" >"$tmp/told"
none "one without threads has no such line"
importing "$tmp/threads" pthread_create localtime setenv
"$launcher" --doctor "$tmp/threads" >"$tmp/told"
none "nor has one that does not fork"
importing "$tmp/lockless" pthread_create fork getpid gmtime_
"$launcher" --doctor "$tmp/lockless" >"$tmp/told"
none "nor one that calls nothing of the kind"

flags=(-shared)
importing "$tmp/libthreads.so" pthread_create getpwnam
flags=('-Wl,--no-as-needed' "$tmp/libthreads.so")
importing "$tmp/by-library" fork localtime
flags=()
"$launcher" --doctor "$tmp/by-library" >"$tmp/told"
says "locks: localtime, getpwnam: $may_hang" "one whose library has threads: both files' functions"

if command -v "${CXX:-c++}" >/dev/null; then
	plain='#include <iostream>
#include <unistd.h>
int main() { std::cout << fork(); }'
	echo "$plain" | ${CXX:-c++} -x c++ - -o "$tmp/plain"
	"$launcher" --doctor "$tmp/plain" >"$tmp/told"
	none "one in C++ without threads has no such line"
	printf '#include <thread>\n%s' "${plain/'{'/'{ std::thread([] {}).join();'}" |
		${CXX:-c++} -pthread -x c++ - -o "$tmp/plain"
	"$launcher" --doctor "$tmp/plain" >"$tmp/told"
	says "locks: .*setlocale.*: $may_hang" "std::thread is a thread"
else
	lacks g++ "std::thread"
fi

# There is one list: whatever the third shim wraps that takes a lock in every call.
nm -D --defined-only "$third" | awk '$2 == "T" { print $3 }' | sed 's/@.*//' |
	grep -Ev '^(fork|_Fork|clone|daemon|forkpty|__register_atfork|f?re?open(64)?|fopen(64)?|fclose)$' |
	grep -Ev '^(__)?pthread_|^mtx_|^cnd_|^__cxa_finalize$' | sort >"$tmp/wrapped"
mapfile -t wrapped <"$tmp/wrapped"
flags=('-Wl,-z,dynamic-undefined-weak') # which this libc may lack
importing "$tmp/all" pthread_create fork "${wrapped[@]}"
"$launcher" --doctor "$tmp/all" | sed -n 's/^locks: \(.*\): \(a child\|their helper\).*/\1/p' | sed 's/, /\n/g' | sort >"$tmp/named"
[ "${#wrapped[@]}" -gt 100 ] && diff "$tmp/wrapped" "$tmp/named" >"$tmp/difference"
ok $? "all ${#wrapped[@]} functions of the third shim are known"
"$launcher" --doctor "$tmp/all" | grep -q '^locks: aio_read, .*getaddrinfo_a: their helper threads are not in a child'
ok $? "those that leave their work to helper threads by themselves, for no mode helps"
sed 's/^/# /' "$tmp/difference"

verdict 0 'yes: ' "the third shim" "${heal[@]}" --doctor "$tmp/daemon"
says "$proof" "ld.so loads it"
says "locks: localtime, setenv, __syslog_chk: a fork waits until no thread is in these" "for what is told"
verdict 0 'yes: ' "by FORKSEED_LOCKS" env FORKSEED_LOCKS=warn "$launcher" --doctor "$tmp/daemon"
says "$proof" "the same"
says "locks: .*: $may_hang" "warn heals nothing"
verdict 0 'yes: ' "with the second" "${heal[@]}" --connections=warn --peers=all --doctor "$tmp/daemon"
says "$proof" "both are loaded"
says 'proof: ld.so loads the second shim as well.*' "and told"
cp "$launcher" "$build/forkseed-probe" "$shim" "$tmp"
fails 125 'locks needs .*libforkseed-locks.so: No such' "a third shim that is not there" \
	"$tmp/forkseed" --locks=heal --doctor "$probe"
verdict 0 'yes: ' "where nobody asks for it" "$tmp/forkseed" --doctor "$probe"
echo broken >"$tmp/libforkseed-locks.so"
verdict 1 'no: .*without the third shim' "one that ld.so can't load" \
	"$tmp/forkseed" --locks=heal --doctor "$probe"

trap '[ -z "${pid-}" ] || kill "$pid" 2>/dev/null; rm -rf "$tmp"' EXIT
running "${heal[@]}" sleep 300
verdict 0 'yes: ' "a process with the third shim" "$launcher" --doctor --pid "$pid"
says "third shim: $third, FORKSEED_LOCKS=heal" "both are told"
kill "$pid"
running env FORKSEED_LOCKS=heal LD_PRELOAD="$shim" sleep 300
verdict 1 'no: .*has FORKSEED_LOCKS without the third shim' "one that lacks it" "$launcher" --doctor --pid "$pid"
says "third shim: not loaded, FORKSEED_LOCKS=heal" "and it is told"
kill "$pid"
running "$launcher" sleep 300
verdict 0 'yes: ' "one that nobody wanted it for" "$launcher" --doctor --pid "$pid"
is "$(grep -c 'third shim' "$tmp/told")" 0 "has nothing of the kind"
kill "$pid"
finish
