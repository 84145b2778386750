#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The adapters' machinery, however an object is linked, opened, closed and opened again; what
# a program can see of it (nothing); and where it has to stay away. SQLite stands for all.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
slots=$programs/runtimes/slots
cc=${CC:-cc}

here slots-plugin libsqlite3-dev || {
	finish
	exit
}

# plugin NAME FLAGS...: $tmp/slots-plugin-NAME, built so.
plugin() {
	local name=$1
	shift
	"$cc" -O2 -fPIC -shared "$@" "$root/tests/runtimes/slots-plugin.c" -lsqlite3 \
		-o "$tmp/slots-plugin-$name" 2>"$tmp/err" || { ok 1 "$name builds" && cat "$tmp/err"; }
}
plugin lazy -Wl,-z,lazy
plugin now -Wl,-z,now,-z,relro
plugin noplt -fno-plt
plugin pointer -DBY_POINTER
plugin start -DAT_START -Wl,-z,lazy
plugin sysv -Wl,--hash-style=both,-z,norelro

# heals_opened WHAT FLAGS PLUGIN HOW...: bare all children draw the same.
heals_opened() {
	local what=$1
	shift
	is "$(limited "$slots" "$@" | distinct)" "1 of 8" "$what: bare, children draw the same"
	is "$(limited "$launcher" "$slots" "$@" | distinct)" "8 of 8" "$what: healed"
}
for kind in lazy now noplt pointer start sysv; do
	heals_opened "linked $kind" lazy,local "$tmp/slots-plugin-$kind" drawn
done
for flags in now,local now,global lazy,global lazy,local,deepbind now,global,deepbind; do
	heals_opened "opened $flags" $flags "$tmp/slots-plugin-lazy" drawn
done
heals_opened "opened in a child" lazy,local "$tmp/slots-plugin-lazy" child
heals_opened "closed and opened again" lazy,local "$tmp/slots-plugin-lazy" again
heals_opened "closed and opened again, at once" now,local "$tmp/slots-plugin-now" again
LD_BIND_NOW=1 heals_opened "LD_BIND_NOW" lazy,local "$tmp/slots-plugin-lazy" drawn

# What can be seen.
for kind in lazy now noplt pointer; do
	is "$(limited "$launcher" "$slots" lazy,local "$tmp/slots-plugin-$kind" maps)" \
		"$(limited "$slots" lazy,local "$tmp/slots-plugin-$kind" maps)" "$kind: mapped as bare, and as protected"
done
grep -q '^r--p.*slots-plugin-now' <(limited "$launcher" "$slots" now,local "$tmp/slots-plugin-now" maps)
ok $? "now: there is a page that is read-only again"
is "$(limited "$launcher" "$slots" lazy,local "$tmp/slots-plugin-lazy" errno)" \
	"$(limited "$slots" lazy,local "$tmp/slots-plugin-lazy" errno)" "errno and dlerror(3) are as bare"

# A name of GLib's in a program that has none of it.
cat >"$tmp/weak.c" <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdint.h>
extern uint32_t g_random_int(void) __attribute__((weak));
int main(int argc, char **argv)
{
	if (argc > 1 && !dlopen(argv[1], RTLD_NOW | RTLD_LOCAL))
		return 1;
	return printf("%p %p\n", (void *)g_random_int, dlsym(RTLD_DEFAULT, "sqlite3_randomness")) < 0;
}
END
"$cc" -fPIE -pie -o "$tmp/weak" "$tmp/weak.c" -ldl
is "$(limited "$launcher" "$tmp/weak")" "(nil) (nil)" "names that the program has not got are not there"
is "$(limited "$launcher" "$tmp/weak" "$tmp/slots-plugin-now")" "(nil) (nil)" \
	"nor where an object has them that was opened for itself"

# Two threads open and close objects while a third one forks.
for number in '' .2; do cp "$tmp/slots-plugin-lazy" "$tmp/slots-plugin-racing$number"; done
limited "$launcher" "$slots" lazy,local "$tmp/slots-plugin-racing" racing 100 >"$tmp/racing"
is "$(tail -n 1 "$tmp/racing")" "hung=0 died=0 of 100" "objects come and go meanwhile: no child hangs"
is "$(head -n -1 "$tmp/racing" | distinct)" "100 of 100" "objects come and go meanwhile: children differ"

# A library with the older kind of hash table alone, whose names are not looked for, is passed by.
"$cc" -shared -fPIC -Wl,--hash-style=sysv -x c -o "$tmp/older.so" - <<<'int nothing_of_ours;'
# beside_it WHAT COMMAND...: of eight children.
options=()
[ ! -x "$build/forkseed-audit" ] || options=(--audit="$tmp/report")
beside_it() {
	is "$(LD_PRELOAD=$tmp/older.so limited "$launcher" "${options[@]}" "${@:2}" 2>/dev/null | distinct)" "8 of 8" \
		"beside an older hash table: $1"
}
beside_it "a library that is opened" "$slots" "lazy,local" "$tmp/slots-plugin-lazy" drawn
python=$(command -v /usr/bin/python3 python3 | head -n 1)
[ -z "$python" ] || beside_it "Python's random" "$python" -c 'import os, random
one = random.Random()
one.random()
for _ in range(8):
    if os.fork() == 0: print(one.random(), flush=True); os._exit(0)
    os.wait()'
php -n -r 'exit(PHP_VERSION_ID < 80200 || !function_exists("pcntl_fork"));' 2>/dev/null &&
	beside_it "PHP" php -n "$root/tests/runtimes/php.php" mt_rand drawn

# Where it stays away.
draws=("$slots" "lazy,local" "$tmp/slots-plugin-lazy" drawn)
is "$(FORKSEED=off LD_PRELOAD=$shim limited "${draws[@]}" | distinct)" "1 of 8" "FORKSEED=off is as bare"
mkdir "$tmp/lone" && cp "$build"/libforkseed*.so "$launcher" "$build"/forkseed-* "$tmp/lone"
rm "$tmp/lone/libforkseed-adapters.so"
is "$(LD_PRELOAD=$tmp/lone/libforkseed.so limited "${draws[@]}" 2>&1 | distinct)" "1 of 8" \
	"without libforkseed-adapters.so: as bare, and silent"
is "$(LD_PRELOAD=$tmp/lone/libforkseed.so limited "$slots" lazy,local "$tmp/slots-plugin-lazy" errno)" \
	"$(limited "$slots" lazy,local "$tmp/slots-plugin-lazy" errno)" "without it: errno and dlerror(3) are as bare"
echo damaged >"$tmp/lone/libforkseed-adapters.so"
is "$(LD_PRELOAD=$tmp/lone/libforkseed.so limited "${draws[@]}" 2>&1 | distinct)" "1 of 8" "a damaged one: as bare, and silent"
is "$(LD_PRELOAD=$tmp/lone/libforkseed.so limited "$slots" lazy,local "$tmp/slots-plugin-lazy" errno)" \
	"$(limited "$slots" lazy,local "$tmp/slots-plugin-lazy" errno)" "a damaged one: errno and dlerror(3) are as bare"
if [ -x "$build/forkseed-audit" ]; then
	limited "$tmp/lone/forkseed" --audit "${draws[@]}" >/dev/null 2>"$tmp/said"
	check "a damaged one: an audit says so" grep -q "libforkseed-adapters.so can't be opened" "$tmp/said"
fi
rm "$tmp/lone/libforkseed-adapters.so"
if [ ! -x "$build/forkseed-audit" ]; then
	skip "forkseed-audit is not built without libdw-dev (make deps)" "without it: audited"
else
	limited "$tmp/lone/forkseed" --audit "${draws[@]}" >/dev/null 2>"$tmp/said"
	grep -q "libforkseed-adapters.so can't be opened" "$tmp/said"
	ok $? "without it: an audit says so"
fi

# In a set-user-ID program that is linked with the shim, which the loader then lets in.
secure() { setpriv --reuid nobody --regid nogroup --clear-groups "$@"; }
if [ "$(id -u)" -ne 0 ] || ! command -v setpriv >/dev/null; then
	skip "needs root and setpriv" "a setuid program ignores settings"
else
	chmod -R go+rX "$tmp" && cp "$build/libforkseed-adapters.so" "$tmp/lone"
	"$cc" -o "$tmp/lone/secure" "$root/tests/runtimes/slots.c" -Wl,--no-as-needed \
		"$tmp/lone/libforkseed.so" -Wl,-rpath,"$tmp/lone" -pthread -ldl
	chmod 4755 "$tmp/lone/secure"
	is "$(FORKSEED_RUNTIMES=none secure "$tmp/lone/secure" "${draws[@]:1}" | distinct)" "8 of 8" \
		"a setuid program ignores settings"
fi

# Checkers of memory.
need valgrind "memcheck" && {
	LD_PRELOAD=$shim limited valgrind -q --error-exitcode=99 --trace-children=yes \
		--log-file="$tmp/valgrind" "${draws[@]}" >"$tmp/drawn"
	is "$? $(wc -c <"$tmp/valgrind")" "0 0" "memcheck is silent"
	is "$(distinct <"$tmp/drawn")" "8 of 8" "healed under memcheck"
}
"$cc" -w -g -fsanitize=address,undefined -o "$tmp/asan" "$root/tests/runtimes/slots.c" -pthread -ldl 2>"$tmp/err"
if [ ! -x "$tmp/asan" ]; then
	skip "$cc can't: $(head -n 1 "$tmp/err")" "AddressSanitizer is silent"
else
	limited "$launcher" setarch -R "$tmp/asan" "${draws[@]:1}" >"$tmp/drawn" 2>"$tmp/err"
	is "$? $(wc -c <"$tmp/err")" "0 0" "AddressSanitizer is silent"
	is "$(distinct <"$tmp/drawn")" "8 of 8" "healed under AddressSanitizer"
fi
finish
