#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A 32-bit build on a 64-bit system, all that forkseed loads and runs: it heals 32-bit programs,
# and its doctor proves that, though the system's shell has another loader. What is of the other
# class is refused by both launchers.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../launcher/common.bash"
. "$(dirname "$0")/../launcher/doctor.bash"
. "$(dirname "$0")/../reproducible/streams.bash"
i386=$build/releases/i386
small=$i386/forkseed
tree=("$i386/tests/reproducible/tree" after 1 "fork,_Fork,clone,daemon" "fork,clone")

if [ ! -x "$i386/tests/reproducible/tree" ]; then
	lacks gcc-multilib "32-bit x86"
	finish
	exit 0
elif ! "$i386/forkseed-probe" >/dev/null 2>&1; then
	skip "this kernel runs no 32-bit programs" "32-bit x86"
	finish
	exit 0
fi

# 13 processes, of which each has three streams.
bare "${tree[@]}" >"$tmp/bare"
total=$(lines "$tmp/bare")
is "$((total >= 30)) $(different "$tmp/bare")" "1 3" "bare, $((total / 3)) processes draw alike"
"$small" "${tree[@]}" >"$tmp/healed" 2>"$tmp/err"
is "$? $(cat "$tmp/err")" "0 " "the launcher runs it, and says nothing"
all_different "its processes draw apart" "$tmp/healed" "$total"
is "$(head -n 2 "$tmp/healed")" "$(head -n 2 "$tmp/bare")" "the parent draws what it draws bare"
repeatable 3 "--seed" "$small" --seed text "${tree[@]}"
all_different "--seed: its processes draw apart" "$tmp/first.all" "$total"
"$small" --connections=isolate --locks=heal "${tree[@]}" >"$tmp/all" 2>"$tmp/err"
is "$? $(cat "$tmp/err")" "0 " "with all shims, nothing is said"
all_different "with all shims: its processes draw apart" "$tmp/all" "$total"

# Of two versions of a function the older comes first in this libc's table.
word=$i386/tests/releases/word
printf 'echo run by a shell\n' >"$tmp/nameless"
chmod +x "$tmp/nameless"
is "$(bare "$word" spawn "$tmp/nameless")" "Exec format error" "bare: posix_spawn runs no shell"
is "$(env -u FORKSEED_AUDIT LD_PRELOAD="$i386/libforkseed.so $i386/libforkseed-execs.so" "$word" spawn "$tmp/nameless" 2>"$tmp/err")" \
	"Exec format error" "nor with what an audit preloads"
few=$(bare "$word" precision)
[ "$few" != "$(bare "$programs/releases/word" precision)" ]
ok $? "bare: with the x87 set to single precision drand48() gives other numbers than elsewhere"
is "$("$small" "$word" precision)" "$few" "and the same with the shim"

probe32=$i386/tests/launcher/probe
is "$(bare "$probe32")" "$unprotected" "a 32-bit program, bare"
is "$("$small" "$probe32" 2>&1)" "$protected" "its own launcher protects it"
verdict 0 'yes: ' "its own doctor says so" "$small" --doctor --connections=isolate --locks=heal "$probe32"
says 'kind: ELF, 32 bit' "its kind"
says 'architecture: i386' "its architecture"
says "proof: ld.so loads the shim into it, and its [1-9][0-9]* references to generators lead there" \
	"ld.so proves that they lead to the shim"
says "random(): libc's own state" "whose state random() has"
says 'probe: 8 children of a test program draw 8 streams' "the test program's streams"

# What is healed by adapters on 64-bit processors is not healed here, and no doctor says it is.
stub=$tmp/libglib-2.0.so.0
for word in 64 32; do
	echo 'unsigned g_random_int(void) { return 4; }' | "${CC:-cc}" -m$word -shared -fPIC -x c - -o "$stub"
	echo 'unsigned g_random_int(void); int main(void) { return (int)g_random_int(); }' |
		"${CC:-cc}" -m$word -x c - -x none "$stub" -Wl,-rpath,"$tmp" -o "$tmp/draws$word"
	if [ $word = 64 ]; then verdict 0 'yes: ' "GLib, 64 bit" "$launcher" --doctor "$tmp/draws64"; fi
done
verdict 1 'in part: .*GLib' "GLib, 32 bit" "$small" --doctor "$tmp/draws32"

other='another architecture'
fails 125 "$other" "the 64-bit launcher refuses it" "$launcher" "$probe32"
verdict 1 "no: .*$other" "the 64-bit doctor says why" "$launcher" --doctor "$probe32"
fails 125 "$other" "the 32-bit launcher refuses a 64-bit program" "$small" "$probe"
verdict 1 "no: .*$other" "the 32-bit doctor says why" "$small" --doctor "$probe"
is "$("$small" --force "$probe" 2>/dev/null)" "$unprotected" "--force runs it, as bare"
finish
