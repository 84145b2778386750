#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 3: dlopen(3) looks at who called it (RUNPATH, $ORIGIN, namespaces), so the shim's
# hook must not show. A hook that calls instead of jumping shows what would break; the build
# notices one, and makes jumps of them whatever CFLAGS says.
# Takes long.
. "$(dirname "$0")/../lib.sh"
cc=${CC:-cc}
mkdir -p "$tmp/plugins/private"

# A plugin that opens a library which only its own RUNPATH leads to.
$cc -shared -fPIC -x c -o "$tmp/plugins/private/libinner.so" - <<<'int inner(void) { return 7; }'
# shellcheck disable=SC2016 # $ORIGIN is ld.so's
$cc -shared -fPIC -Wl,-rpath,'$ORIGIN/private' -Wl,--enable-new-dtags \
	-x c -o "$tmp/plugins/libouter.so" - <<'C'
#include <dlfcn.h>
#include <stddef.h>
int outer(void)
{
	void *inner = dlopen("libinner.so", RTLD_NOW | RTLD_LOCAL);
	int (*call)(void) = inner ? (int (*)(void))dlsym(inner, "inner") : NULL;
	return call ? call() : 0;
}
C
$cc -x c -o "$tmp/host" - -ldl <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>
int main(int argc, char **argv)
{
	(void)argc;
	void *outer = dlopen(argv[1], RTLD_NOW);
	printf("inner %d\n", outer ? ((int (*)(void))dlsym(outer, "outer"))() : -1);
	errno = 77;
	printf("self %d errno %d\n", dlopen(NULL, RTLD_NOW) != NULL, errno);
	printf("missing %d: %s\n", dlopen("no-such.so", RTLD_NOW) != NULL, dlerror());
	void *apart = dlmopen(LM_ID_NEWLM, argv[1], RTLD_NOW);
	printf("apart %d\n", apart != NULL);
	fflush(stdout);
	if (fork() == 0) {
		void *again = dlopen(argv[1], RTLD_NOW);
		printf("child %d\n", ((int (*)(void))dlsym(again, "outer"))());
		fflush(stdout);
		_exit(0);
	}
	return wait(NULL) < 0;
}
C
$cc -shared -fPIC -O0 -x c -o "$tmp/calls.so" - -ldl <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
void *dlopen(const char *file, int mode)
{
	void *(*next)(const char *, int) = (void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen");
	void *object = next(file, mode);
	return object;
}
C

outer=$tmp/plugins/libouter.so
bare "$tmp/host" "$outer" >"$tmp/bare"
is "$(head -n 1 "$tmp/bare")" "inner 7" "bare, a plugin's own RUNPATH is used"
is "$(LD_PRELOAD=$tmp/calls.so "$tmp/host" "$outer" | head -n 1)" "inner 0" \
	"a hook that calls dlopen breaks that, so this test can fail"
is "$(shimmed "$tmp/host" "$outer")" "$(cat "$tmp/bare")" "with the shim, all $(grep -c . "$tmp/bare") lines as bare"
LD_DEBUG=bindings shimmed "$tmp/host" "$outer" >/dev/null 2>"$tmp/bindings"
grep -q "plugins/libouter.so.* to .*libforkseed.so.*dlopen'" "$tmp/bindings"
ok $? "and the plugin's dlopen was the shim's"

OBJDUMP=$($cc -print-prog-name=objdump) "$root/shim/jumps.sh" "$tmp/calls.so" dlopen 2>"$tmp/err"
is "$? $(grep -c 'calls the next definition' "$tmp/err")" "1 1" "such a hook stops a build, which says why"
for compiler in "$cc" clang; do
	name="$compiler, CFLAGS with -flto and -fno-optimize-sibling-calls"
	need "${compiler%% *}" "$name" || continue
	env -u MAKEFLAGS make -s -C "$root" CC="$compiler" BUILD="$tmp/build" \
		CFLAGS="-DWITHOUT_STAND_INS -O1 -flto -fno-optimize-sibling-calls" "$tmp/build/libforkseed.so" >"$tmp/log" 2>&1
	ok $? "$name: the shim builds"
	is "$(LD_PRELOAD=$tmp/build/libforkseed.so "$tmp/host" "$outer")" "$(cat "$tmp/bare")" \
		"$name: all lines as bare"
	rm -rf "$tmp/build"
done
finish
