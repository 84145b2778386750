#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A processor more: 64-bit RISC-V, cross-built here and run under qemu-user. All shims load, and
# the detector by hooks, the audit's backtraces and the doctor's words are tried in earnest.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../launcher/doctor.bash"
there=$build/releases/riscv64
sysroot=/usr/riscv64-linux-gnu
emulator=qemu-riscv64
. "$(dirname "$0")/emulated.bash"

cross=$(command -v riscv64-linux-gnu-gcc || echo 'clang --target=riscv64-linux-gnu')
# shellcheck disable=SC2086 # several words
if ! printf '#include <errno.h>\nint main(void){return errno;}' | $cross -x c - -o "$tmp/tried" 2>/dev/null; then
	lacks libc6-dev-riscv64-cross "64-bit RISC-V"
	finish
	exit 0
elif ! need $emulator "64-bit RISC-V"; then
	finish
	exit 0
fi
shims=(libforkseed.so libforkseed-{connections,locks,execs,adapters}.so)
files=("${shims[@]}" forkseed forkseed-probe tests/audit/hazards tests/reproducible/tree tests/hazards/ways)
env -u MAKEFLAGS -u MAKELEVEL make -s -C "$root" build/tests/hazards/adopt
env -u MAKEFLAGS -u MAKELEVEL make -s -C "$root" BUILD="$there" CC="$cross" "${files[@]/#/$there/}" >"$tmp/log" 2>&1
is "$? $(cat "$tmp/log")" "0 " "everything builds, without warnings"

heals_emulated
# Debian's libc for RISC-V has no unwind tables around fork(): that place is as far as libc.
fork_place='^$'
fork_end=libc
audits rv64
all=${shims[*]/#/$there/}
is "$(FORKSEED_LOCKS=heal emulated -E LD_PRELOAD="$all" "$there/forkseed-probe" 2>&1)" "streams=8 state=own" \
	"with all shims: 8 of 8, on libc's own state"

# The degraded detector: all that hooks see is healed, in 80 combinations of generator, family and
# threads each; raw system calls are not seen, and the doctor says so.
hooked=(fork __fork _Fork daemon forkpty clone)
ways() { "$build/tests/hazards/adopt" "$emulator" -L "$sysroot" -E LD_LIBRARY_PATH="$sysroot/lib" "$@"; }
repeating() { grep -c " duplicates=[1-9]" "$1"; }
bad() { grep -c -e " missing=[1-9]" -e " hung=[1-9]" -e " crashed=[1-9]" "$1"; }
ways "$there/tests/hazards/ways" "${hooked[@]}" >"$tmp/bare"
is "$(repeating "$tmp/bare") of $(lines "$tmp/bare")" "480 of 480" "bare, every combination repeats"
ways -E LD_PRELOAD="$there/libforkseed.so" "$there/tests/hazards/ways" "${hooked[@]}" >"$tmp/healed"
is "$(repeating "$tmp/healed") of $(lines "$tmp/healed"), $(bad "$tmp/healed") bad" "0 of 480, 0 bad" "healed, none does"
ways -E LD_PRELOAD="$there/libforkseed.so" "$there/tests/hazards/ways" SYS_fork SYS_clone >"$tmp/raw"
echo "# raw system calls repeat in $(repeating "$tmp/raw") of $(lines "$tmp/raw") combinations"
emulated "$there/forkseed" --doctor "$there/forkseed-probe" >"$tmp/told" 2>&1
says 'architecture: riscv' "the doctor names the processor"
[ "$(repeating "$tmp/raw")" = 0 ] || says 'kernel: degraded: .*' "and says that the detector is the degraded one"

# Adapters find places by the processor's relocations; with libraries, and the libc, of Debian 13.
. "$(dirname "$0")/root.bash"
. "$(dirname "$0")/adapters.bash"
sysroot=$build/releases/riscv64-libraries/root
libraries=$sysroot/usr/lib/riscv64-linux-gnu
declare -A needs=(
	[glib]="libglib2.0-0t64 libglib-2.0.so.0" [sqlite]="libsqlite3-0 libsqlite3.so.0" [sodium]="libsodium23 libsodium.so.23"
)
mapfile -t packages < <(printf '%s\n' "${needs[@]}" | cut -d' ' -f1)
if ! foreign riscv64 trixie "${packages[@]}" >"$tmp/log" 2>&1; then
	skip "no archive has libraries for riscv64: $(tail -n 1 "$tmp/log")" "adapters"
	finish
	exit 0
fi
adapters_begin
if built glib; then
	all_of glib heals random rand
	parents random rand
fi
if built sqlite; then
	all_of sqlite heals bytes
	parents bytes
fi
if built sodium; then all_of sodium heals_keys word; fi
finish
