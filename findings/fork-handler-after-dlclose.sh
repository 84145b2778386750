#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A plugin registers a fork handler and is closed again; then the program forks. There is no call
# to take a fork handler back, so one expects it to be there for good, pointing at code that is
# gone. Seen: with glibc 2.36 (Debian 12) the handler is dropped in silence together with the
# plugin; with musl 1.2.3 it still runs, since dlclose() there never unloads anything. So whatever
# a plugin meant to mend in children is mended under one C library and not under the other.
# The program and the plugin are the same source for both.
. "$(dirname "$0")/lib.bash"
packages libc6=2.36-9+deb12u14 musl=1.2.3-1 musl-dev=1.2.3-1
linker=$(find "$root" -name 'ld-linux-*.so.*' | head -n 1)
musl=$(find "$root" -path '*musl*' -name libc.so | head -n 1)

cat >"$tmp/plugin.c" <<'END'
int pthread_atfork(void (*)(void), void (*)(void), void (*)(void));
static int *count;
static void in_child(void)
{
	++*count;
}
void registers(int *where)
{
	count = where;
	pthread_atfork(0, 0, in_child);
}
END
cat >"$tmp/program.c" <<'END'
#include <dlfcn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	int ran = 0;
	void *plugin = dlopen(argv[1], RTLD_NOW);
	if (plugin == NULL)
		return 2;
	((void (*)(int *))dlsym(plugin, "registers"))(&ran);
	if (argc > 2)
		dlclose(plugin);
	if (fork() == 0) {
		printf("%d\n", ran);
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
END
cc -O1 -shared -fPIC -o "$tmp/glibc.so" "$tmp/plugin.c"
cc -O1 -o "$tmp/glibc" "$tmp/program.c"
cc -O1 -shared -fPIC -nostdlib -o "$tmp/musl.so" "$tmp/plugin.c" "$musl"
compile_for_musl

with_glibc() { "$linker" --library-path "$libraries" "$tmp/glibc" "$tmp/glibc.so" "$@"; }
with_musl() { "$musl" "$tmp/musl" "$tmp/musl.so" "$@"; }
seen 1 "glibc, the plugin is open: its handler ran" "$(with_glibc)"
seen 0 "glibc, the plugin was closed" "$(with_glibc closed)"
seen 1 "musl, the plugin is open" "$(with_musl)"
seen 1 "musl, the plugin was closed" "$(with_musl closed)"
finish
