# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154
# Libraries that draw for themselves, on another processor: the programs of tests/runtimes,
# cross-built, with Debian's libraries under qemu-user. Sourced after lib.sh and root.bash; not a test.
# The caller has set: there, the build; cross, its compiler; emulator; sysroot, where its libc is;
# libraries; needs, by program "PACKAGE LIBRARY...".
. "$root/tests/runtimes/runtimes.bash"
. "$root/tests/releases/foreign.bash"
unset LD_PRELOAD
# What differs in them between 64-bit processors is nothing that these programs meet.
headers="$(pkg-config --cflags glib-2.0 apr-1 2>/dev/null) -idirafter /usr/include/$("${CC:-cc}" -print-multiarch)"

# In place of the launcher, for which qemu-user would have to run programs that it executes: its
# settings as variables, which the program's own script hands on.
cross_launcher() {
	cat >"$tmp/launcher" <<SH
#!/bin/bash
while [[ \$1 = --* ]]; do
	case \$1 in
	--seed) export FORKSEED_SEED=\$2 && shift ;;
	--when=*) export FORKSEED_WHEN=\${1#*=} ;;
	--keep=*) export FORKSEED_KEEP=\${1#*=} ;;
	--runtimes=*) export FORKSEED_RUNTIMES=\${1#*=} ;;
	esac
	shift
done
shim=$there/libforkseed.so exec "\$@"
SH
	chmod +x "$tmp/launcher"
	launcher=$tmp/launcher
}

cross_make() { env -u MAKEFLAGS -u MAKELEVEL make -s -C "$root" BUILD="$there" CC="$cross" "$@" >"$tmp/log" 2>&1; }

adapters_begin() {
	cross_launcher
	cross_make "$there"/libforkseed{,-adapters}.so
	is "$? $(cat "$tmp/log")" "0 " "the adapters build, without warnings"
}

# built NAME: as a script of that name, which is $command; a skipped point where it can't be.
built() {
	local name=$1 words
	read -ra words <<<"${needs[$1]#* }"
	here "$name" "$name's headers" || return
	cross_make TEST_FLAGS_"$name"="$headers ${words[*]/#/$libraries/} -Wl,--allow-shlib-undefined" "$there/tests/runtimes/$name"
	ok $? "$name: builds"
	sed 's/^/# /' "$tmp/log"
	[ -x "$there/tests/runtimes/$name" ] || return
	command=$tmp/$name
	cat >"$command" <<SH
#!/bin/sh
exec $emulator -L $sysroot -E LD_LIBRARY_PATH=$sysroot/lib:$libraries \${shim:+-E LD_PRELOAD=\$shim} \
	$there/tests/runtimes/$name "\$@"
SH
	chmod +x "$command"
}

all_of() { # PROGRAM HEALS KIND...
	local name=$1 heals=$2 kind
	shift 2
	for kind; do $heals "$name" "$kind" "$command" "$kind"; done
}
parents() { # KIND...
	local kind
	for kind; do keeps_parent "$kind" "$command" "$kind"; done
}
