#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The shim for programs of musl on AArch64 and 64-bit RISC-V, with Debian's musl of either, under
# qemu-user: musl.sh's program, bare and healed. Needs a compiler for them and an archive of Debian.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../reproducible/streams.bash"
. "$(dirname "$0")/root.bash"
. "$(dirname "$0")/foreign.bash"
unset MAKEFLAGS MAKELEVEL

# musl_of ARCHITECTURE SUITE: fills at with the folder where musl and musl-dev are unpacked.
musl_of() {
	local file
	at=$tmp/$1
	own_apt_in "$tmp/apt-$1" "$1" deb "$2" && mkdir -p "$at/usr/lib" && ln -s usr/lib "$at/lib"
	own_apt update && (cd "$tmp/apt-$1" && own_apt download musl musl-dev) || return
	for file in "$tmp/apt-$1"/*.deb; do dpkg-deb --fsys-tarfile "$file" | tar -C "$at" -x --keep-directory-symlink || return; done
} >"$tmp/log" 2>&1

# make_compiler PROCESSOR: $tmp/PROCESSOR-cc, as musl-gcc is. An older linker can't read what
# debug information a newer compiler left in the start files.
make_compiler() {
	local libraries=$at/usr/lib/$1-linux-musl file
	for file in Scrt1 crti crtn; do "$1-linux-gnu-objcopy" -g "$libraries/$file.o"; done
	cat >"$tmp/$1-cc" <<END
#!/bin/sh
start="-nostdlib $libraries/Scrt1.o $libraries/crti.o -Wl,-dynamic-linker,/lib/ld-musl-$1.so.1"
end="-lc $($cross -print-libgcc-file-name) $libraries/crtn.o" link=-L$libraries
for word; do
	case \$word in
	-shared) start= end= ;;
	-c | -E | -dumpmachine) start= end= link= ;;
	esac
done
exec $cross -nostdinc -isystem $at/usr/include/$1-linux-musl -isystem $($cross -print-file-name=include) \$start "\$@" \$link \$end
END
	chmod +x "$tmp/$1-cc"
}

# emulated SETTING... -- WORD: the program, with the shim, by the loader that musl's libc is.
emulated() {
	local words=()
	for (( ; $# > 1; )); do
		[ "$1" = -- ] || words+=(-E "$1")
		shift
	done
	"$emulator" "${words[@]}" "$at/usr/lib/$processor-linux-musl/libc.so" "$tmp/$processor-musl" "$1"
}

# on PROCESSOR ARCHITECTURE SUITE
on() {
	local there=$tmp/build-$1 shim what
	processor=$1 emulator=qemu-$1
	cross=$(command -v "$1-linux-gnu-gcc" || echo "clang --target=$1-linux-gnu -Wno-unused-command-line-argument")
	# shellcheck disable=SC2086 # several words
	if ! printf '#include <errno.h>\nint main(void){return errno;}' | $cross -x c - -o "$tmp/tried" 2>/dev/null; then
		lacks "libc6-dev-$2-cross" "$1"
		return
	fi
	need "$emulator" "$1" || return
	if ! musl_of "$2" "$3"; then
		skip "no archive has musl for $2: $(tail -n 1 "$tmp/log")" "$1"
		return
	fi
	make_compiler "$1"
	make -s -C "$root" BUILD="$there" CC="$cross" MUSL_CC="$tmp/$1-cc" "$there/libforkseed-musl.so" >"$tmp/log" 2>&1
	is "$? $(cat "$tmp/log")" "0 " "$1: the shim builds, without warnings"
	"$tmp/$1-cc" -O1 "$root/tests/releases/musl.c" -o "$tmp/$1-musl" >"$tmp/log" 2>&1
	ok $? "$1: and so does a program of $(basename "$(echo "$tmp/apt-$2"/musl_*.deb)" .deb)"
	shim=LD_PRELOAD=$there/libforkseed-musl.so
	is "$(emulated -- ways | grep -c ': 1$')" 15 "$1: bare, 8 of 8 children draw alike, by 5 ways from 3 generators"
	is "$(emulated "$shim" -- ways | grep -v SYS_ | grep -c ': 8$')" 12 "$1: healed, they differ by 4 (qemu wipes no page: raw calls are not seen)"
	for what in trace asked shared; do
		emulated -- $what >"$tmp/bare"
		emulated "$shim" FORKSEED_SEED=x -- $what >"$tmp/healed"
		[ -s "$tmp/bare" ] && cmp -s "$tmp/bare" "$tmp/healed"
		ok $? "$1: $what: all $(wc -l <"$tmp/bare") lines as bare"
	done
	emulated "$shim" FORKSEED_SEED=text -- tree >"$tmp/first"
	emulated "$shim" FORKSEED_SEED=text -- tree >"$tmp/again"
	is "$(cut -d' ' -f3- "$tmp/first" | sort -u | wc -l) $(cmp "$tmp/first" "$tmp/again" && echo same)" "73 same" \
		"$1: --seed: 72 children's streams, none twice, the same again"
}
on aarch64 arm64 bookworm
on riscv64 riscv64 trixie
finish
