#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# c-ares: the ids of DNS queries differ in each child, where the channel was inherited. Since
# 1.20 they are out of reach: told of where a child asks by such a channel, and nowhere else.
# A stand-in has what the adapter sees of it.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
cares=$programs/runtimes/cares

if here cares libc-ares-dev; then
	limited "$launcher" --check --audit="$tmp/report" "$cares" >/dev/null 2>"$tmp/said"
	if grep -q 'whose ids are out of reach' "$tmp/said"; then
		ok 0 "this c-ares is left alone, and told of"
	else
		heals cares ids "$cares"
		audited cares ids "drew in ask" "$cares"
	fi
fi

[ -x "$build/forkseed-audit" ] || {
	lacks libdw-dev "c-ares since 1.20"
	finish
	exit
}
cc=${CC:-cc}
"$cc" -w -shared -fPIC -x c -o "$tmp/libcares.so" - <<'END'
#include <stdlib.h>
const char *ares_version(int *number) { *number = 0x012205; return "1.34.5"; }
int ares_init_options(void **made, const void *options, int mask) { *made = malloc(64); return 0; }
void ares_destroy(void *gone) { free(gone); }
void ares_query(void *from) {}
void ares_getaddrinfo(void *from) {}
int ares_create_query(void) { return 0; }
END
cat >"$tmp/asks.c" <<'END'
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
const char *ares_version(int *number);
int ares_init_options(void **made, const void *options, int mask), ares_create_query(void);
void ares_destroy(void *gone), ares_query(void *from), ares_getaddrinfo(void *from);
static void *channel;
static void make(void) { ares_init_options(&channel, 0, 0); }
static int has(const char *words, const char *word) { return strstr(words, word) != 0; }
int main(int argc, char **argv)
{
	int number;
	ares_version(&number);
	make();
	if (has(argv[1], "fork") && fork() == 0) {
		if (has(argv[1], "own")) ares_destroy(channel), make();
		if (has(argv[1], "query")) ares_query(channel);
		if (has(argv[1], "address")) ares_getaddrinfo(channel);
		_exit(0);
	}
	ares_getaddrinfo(channel);
	wait(0);
	return 0;
}
END
"$cc" -w -o "$tmp/asks" "$tmp/asks.c" "$tmp/libcares.so"

# asks WORDS FINDINGS WHAT: how --check ends, and what is in FILE.
asks() {
	limited "$launcher" --check --audit="$tmp/report" "$tmp/asks" "$1" >/dev/null 2>"$tmp/said"
	is "$? $(grep -c '"kind":"refused".*whose ids are out of reach' "$tmp/report")" "$2" "c-ares since 1.20, $3"
}
asks none "0 0" "and no fork: nothing is shared"
asks fork "0 0" "a child that does not ask"
asks fork,own,query,address "0 0" "a child with a channel of its own"
asks fork,query "99 1" "a child asks by the inherited channel"
asks fork,query,address "99 1" "told once of each child"
asks fork,address "99 1" "a child asks for an address"

# The same of any library that is not as it is known: it takes a fork to share anything.
"$cc" -w -shared -fPIC -x c -o "$tmp/libsoftokn.so" - <<<'long NSC_GetInterfaceList(void *list, long *count) { return 5; }'
"$cc" -w -o "$tmp/unknown" -Wl,--no-as-needed "$tmp/libsoftokn.so" -x c - <<'END'
#include <sys/wait.h>
#include <unistd.h>
long NSC_GetInterfaceList(void *list, long *count);
int main(int argc, char **argv)
{
	NSC_GetInterfaceList(0, 0);
	for (int i = 1; i < argc; i++)
		if (fork() == 0) _exit(0);
	while (wait(0) > 0) {}
	return 0;
}
END
# unknown FINDINGS WHAT WORDS...: as many forks.
unknown() {
	limited "$launcher" --check --audit="$tmp/report" "$tmp/unknown" "${@:3}" >/dev/null 2>"$tmp/said"
	is "$? $(grep -c '"kind":"refused"' "$tmp/report")" "$1" "a library that is not known, $2"
}
unknown "0 0" "and no fork: no finding"
unknown "99 1" "and a fork: told" one
unknown "99 1" "and forks: told once" one two
finish
