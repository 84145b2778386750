#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A check that says what it could not see: generators in libraries that a program is linked
# with or opened, libraries that are bound past our hooks; and --check=strict, which is
# green only where nothing was left out.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
cc=${CC:-cc}

cat >"$tmp/own.c" <<'END'
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	unsigned state = 42;
	if (fork() == 0)
		return rand_r(&state) == 0;
	wait(NULL);
}
END
cat >"$tmp/linked.c" <<'END'
#include <sys/wait.h>
#include <unistd.h>
int draw(void);
int main(int argc, char **argv)
{
	if (fork() == 0)
		return argc > 1 ? execl(argv[1], argv[0], NULL) : draw();
	wait(NULL);
}
END
cat >"$tmp/opens.c" <<'END'
#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	if (argc > 1 && !dlopen(argv[1], RTLD_NOW | (argc > 2 ? RTLD_DEEPBIND : 0)))
		return 1;
	if (fork() == 0)
		return 0;
	wait(NULL);
}
END
cat >"$tmp/apart.c" <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	Lmid_t namespace = argc > 2 ? LM_ID_BASE : LM_ID_NEWLM;
	for (int i = 0; i < 3; i++)
		if (!dlmopen(namespace, argv[1], RTLD_NOW))
			return 1;
	if (fork() == 0)
		return 0;
	wait(NULL);
}
END
library() { $cc -shared -fPIC -x c - -o "$tmp/$1" -x none "${@:2}"; }
echo 'int duk_create_heap(void) { return 0; }' | library libduk.so
echo 'int duk_create_heap(void); int draw(void) { return duk_create_heap(); }' | library libuser.so "$tmp/libduk.so"
printf '#include <stdlib.h>\nint f(void) { return rand(); }\n' | library rand.so
printf '#include <sys/socket.h>\nint f(void) { return connect(0, 0, 0); }\n' | library socket.so
echo 'int f(void); int g(void) { return f(); }' | library outer.so "$tmp/rand.so"
$cc -o "$tmp/own" "$tmp/own.c" && $cc -o "$tmp/linked" "$tmp/linked.c" "$tmp/libuser.so"
$cc -o "$tmp/opens" "$tmp/opens.c" -ldl
$cc -o "$tmp/apart" "$tmp/apart.c" -ldl
export LD_LIBRARY_PATH=$tmp

audited "$tmp/linked"
says "^forkseed: not watched in $tmp/linked: Duktape (Math.random)$" "a generator in a library that a program is linked with"
is "$(total unwatched)" 1 "the report counts it"
audited "$tmp/linked" /bin/true
is "$(total unwatched)" 0 "not where children only execute programs"
# That was there without a record of its own: without the shim, or killed before it had one.
if echo 'int main(void) { return 0; }' | $cc -static -x c - -o "$tmp/static" 2>/dev/null; then
	audited "$tmp/linked" "$tmp/static"
	is "$(total unwatched)" 0 "nor static ones"
else
	skip "no static libc" "nor static ones"
fi
audited "$tmp/linked" /nonexistent
is "$(total unwatched)" 1 "but where they could not be executed, a child went on"
audited "$tmp/opens" "$tmp/libuser.so"
says "^forkseed: not watched in $tmp/opens: Duktape (Math.random)$" "one in a library that it opened"
audited "$tmp/opens"
is "$(grep -c 'not watched' "$tmp/summary") $(total unwatched)" "0 0" "nothing was opened: looked everywhere"
audited "$tmp/opens" "$tmp/rand.so"
is "$(total unwatched)" 0 "a library that draws from rand(): our hooks are seen by it"
for library in rand.so outer.so; do
	audited "$tmp/opens" "$tmp/$library" deep
	says "^forkseed: not watched in $tmp/opens: libraries opened with RTLD_DEEPBIND ($library)$" \
		"but not with RTLD_DEEPBIND: $library"
done
for name in libc.so.6 "$(ldd /bin/sh | awk '$1 == "libc.so.6" { print $3 }')"; do
	audited "$tmp/opens" "$name"
	says "^forkseed: not watched in $tmp/opens: what it looks up in libc.so.6 by dlsym(3) (" \
		"libc by its name, where dlsym(3) finds no hook of ours: $name"
done
audited "$tmp/opens" ""
is "$(total unwatched)" 0 "the program's own handle, where it finds them"
audited "$tmp/apart" libc.so.6
says "^forkseed: not watched in $tmp/apart: another namespace's libc (dlmopen: libc.so.6)$" "another namespace"
is "$(total unwatched)" 1 "once, though it was opened three times"
audited "$tmp/apart" "$tmp/rand.so" base
is "$(total unwatched)" 0 "dlmopen(3) in the program's own"
audited "$tmp/opens" "$tmp/socket.so" deep
is "$(total unwatched)" 0 "one that connects, with RTLD_DEEPBIND: nobody watches connections"
audited --connections=warn "$tmp/opens" "$tmp/socket.so" deep
is "$(total unwatched)" 1 "with --connections it is told"
FORKSEED_CONNECTIONS=warn,eager audited "$tmp/opens" "$tmp/socket.so" deep
is "$(total unwatched)" 1 "a word that is ignored there hides nothing"
audited --connections=isolate,eager "$tmp/opens" "$tmp/socket.so" deep
is "$(total unwatched)" 0 "eager needs no hooks"
if [ -x "$programs/runtimes/glib" ]; then
	audited --runtimes=none "$programs/runtimes/glib" random fresh
	says '^forkseed: not watched in .*/glib: GLib (' "what --runtimes leaves out is not watched"
fi
if need /usr/bin/python3 "what Python opened"; then
	audited /usr/bin/python3 -c 'import os, sqlite3
if os.fork(): os.wait()'
	[ "$(total unwatched)" = "$("$launcher" --list-runtimes | grep -c '^sqlite:' | tr 01 10)" ]
	ok $? "what Python opened: SQLite, unless it is healed"
fi

# strict VALUE COMMAND...: "STATUS FINDINGS UNWATCHED"
strict() {
	"$launcher" --check="$1" --audit="$tmp/report" "${@:2}" >"$tmp/out" 2>"$tmp/summary"
	echo "$? $(total findings) $(total unwatched)"
}
is "$(strict 7 "$tmp/own")" "0 0 1" "a check is green where nobody could look"
is "$(strict 7,strict "$tmp/own")" "7 1 1" "a strict one fails"
says "^forkseed: 1 program forked children, and has what is not watched$" "and says why"
is "$(strict strict "$tmp/own")" "99 1 1" "strict alone: with 99"
is "$(strict strict "$tmp/opens")" "0 0 0" "it is green where all was watched"
printf '{\n   known\n   forkseed:unwatched\n   detail:rand_r\n   obj:*/own\n}\n' >"$tmp/suppressions"
is "$(strict strict --suppressions="$tmp/suppressions" "$tmp/own")" "0 0 0" "or suppressed"
audited --suppressions="$tmp/suppressions" "$tmp/own"
is "$(grep -c 'not watched\|matched nothing' "$tmp/summary")" 0 "which ends the line, too"
for value in 0 256 strict,7 '7,' 7,lax ,strict; do
	"$launcher" --check="$value" true >"$tmp/out" 2>"$tmp/summary"
	is "$? $(grep -c "it must be a number from 1 to 255, strict, or both" "$tmp/summary") $(wc -l <"$tmp/summary")" "125 1 1" \
		"--check=$value: one line"
done
finish
