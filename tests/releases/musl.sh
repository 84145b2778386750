#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Another libc: programs of musl get a shim of their own from the same launcher. Bare, their
# children draw alike or hang; healed, 8 of 8 differ, whatever made them, and the parent draws
# what it draws bare: rand, random with all its arrays, rand_r, the drand48 family. What musl's
# programs start of glibc's is healed as well. What is not for musl is told.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../launcher/common.bash"
. "$(dirname "$0")/../launcher/doctor.bash"
. "$(dirname "$0")/../reproducible/streams.bash"
musl=$build/libforkseed-musl.so

if ! need musl-gcc "musl"; then
	finish
	exit 0
fi
for name in musl:tests/releases/musl.c probe:tests/launcher/probe.c; do
	musl-gcc -O1 "$root/${name#*:}" -o "$tmp/${name%%:*}" || echo "not ok - cannot build with musl-gcc"
done
program=$tmp/musl
alone() { env LD_PRELOAD="$musl" "$@"; } # the shim, without the launcher

# 3 generators: of 8 children by 5 ways, and by raw ones beside a thread that holds the locks.
is "$(bare "$program" ways | grep -c ': 1$')" 15 "bare, 8 of 8 children draw alike, by 5 ways from 3 generators"
is "$("$launcher" "$program" ways 2>&1 | grep -c ': 8$')" 15 "healed, 8 of 8 differ everywhere"
beside_is_amiss() { [ "$(timeout 1 env -u LD_PRELOAD "$program" beside | grep -c ': 8$')" -lt 3 ]; }
sees beside_is_amiss
ok $? "bare, children of a parent whose threads draw repeat or hang"
is "$(timeout 20 "$launcher" "$program" beside | grep -c ': 8$')" 3 "healed, they differ, and none hangs"
is "$(FORKSEED=off alone "$program" ways | grep -c ': 1$')" 15 "FORKSEED=off: as bare"
is "$("$launcher" --when=fork "$program" ways | grep -c ': 8$')" 15 "--when=fork: 8 of 8"
is "$("$launcher" --keep=random "$program" ways | grep -o '^[a-z0-9]* by\|: [18]$' | paste - - | sort | uniq -c | xargs)" \
	"5 drand48 by : 8 5 rand by : 1 5 random by : 1" "--keep=random: rand and random as bare, drand48 healed"

for what in trace asked shared; do
	bare "$program" $what >"$tmp/bare"
	for settings in FORKSEED=on FORKSEED_SEED=x FORKSEED_WHEN=fork FORKSEED_CLOCK_SEEDS=replace; do
		env "$settings" LD_PRELOAD="$musl" "$program" $what >"$tmp/healed"
		cmp -s "$tmp/bare" "$tmp/healed"
		ok $? "$what, $settings: all $(wc -l <"$tmp/bare") lines as bare"
	done
done

"$launcher" --seed=text "$program" tree >"$tmp/first"
"$launcher" --seed=text "$program" tree >"$tmp/again"
cmp -s "$tmp/first" "$tmp/again"
ok $? "--seed: two runs agree"
is "$(grep -c . "$tmp/first") $(cut -d' ' -f3- "$tmp/first" | sort -u | wc -l)" "73 73" "--seed: 72 children's streams, none twice"
"$launcher" --seed=other "$program" tree >"$tmp/again"
is "$(comm -12 <(sort "$tmp/first") <(sort "$tmp/again") | wc -l)" 1 "another seed: no child's stream is the same"

# The signal handler forks at every instruction of a call.
musl-gcc -O1 "$root/tests/regressions/stepped.c" -o "$tmp/stepped" &&
	alone "$tmp/stepped" arrays >"$tmp/out"
is "$(grep -o ' \(repeats\|hung\|crashed\)=[0-9]*' "$tmp/out" | sort | uniq -c | xargs)" \
	"4 crashed=0 4 hung=0 4 repeats=0" "forks at all $(grep -o 'steps=[0-9]*' "$tmp/out" | cut -d= -f2 | paste -sd+ | bc) instructions of setstate() and initstate()"

if [ "$(uname -m)" = x86_64 ] && musl-gcc -O1 "$root/tests/hazards/misaligned.c" -o "$tmp/misaligned"; then
	is "$(FORKSEED_SEED=x alone "$tmp/misaligned" | xargs)" "0 0 0 0" "draws on a stack that is not aligned"
fi

# A kernel without the wiped page: the hooks see all but raw system calls.
emulator=qemu-$(uname -m)
if need "$emulator" "musl: an emulator"; then
	alone "$emulator" "$program" ways >"$tmp/out"
	is "$(grep -v 'SYS_' "$tmp/out" | grep -c ': 8$')" 12 "$emulator: 8 of 8 by 4 ways"
fi

# The libcs mixed: a program of either starts one of the other.
cat >"$tmp/starts.c" <<'C'
#include <stdlib.h>
int main(int argc, char **argv) { return system(argv[argc - 1]) != 0; }
C
musl-gcc "$tmp/starts.c" -o "$tmp/starts"
is "$("$launcher" "$tmp/starts" "$probe" 2>&1)" "$protected" "glibc's program below musl's is healed"
is "$(LD_BIND_NOW=1 alone "$probe" 2>&1)" "$unprotected" "with musl's shim alone it runs as bare"
is "$("$launcher" sh -c "$launcher $tmp/probe" 2>&1)" "$protected" "and musl's below glibc's, if the launcher is in front"
is "$("$launcher" "$launcher" "$program" ways | grep -c ': 8$')" 15 "the launcher twice"

fails 125 'program of musl.*glibc only' "--check is refused" "$launcher" --check "$tmp/probe"
is "$("$launcher" --connections=isolate --locks=heal "$tmp/probe" 2>"$tmp/err")" "$protected" "other shims' settings"
is "$(cat "$tmp/err")" "forkseed: $tmp/probe is a program of musl, which goes on without --connections, --locks" "are told in one line"
verdict 0 'yes: ' "the doctor's verdict" "$launcher" --doctor "$tmp/probe"
says "proof: musl's loader loads the shim for musl into it" "musl's loader proves it"
says 'probe: 8 children of a test program of musl draw 8 streams' "and so does a probe"
verdict 1 'in part: .*without --locks' "the doctor on what is not for musl" "$launcher" --doctor --locks=heal "$tmp/probe"
# Generators beyond libc's are not healed there, in a program or in a process.
echo 'int g_random_int(void) { return 4; }' | musl-gcc -shared -fPIC -x c - -o "$tmp/libnamed.so"
echo 'int g_random_int(void); unsigned sleep(unsigned); int main(void) { return g_random_int() + sleep(60); }' |
	musl-gcc -x c - -o "$tmp/named" -x none "$tmp/libnamed.so"
verdict 1 'in part: .*GLib' "the doctor on a generator that musl's shim does not know" "$launcher" --doctor "$tmp/named"
"$launcher" "$tmp/named" &
pid=$!
until grep -q libnamed /proc/$pid/maps 2>/dev/null || ! kill -0 $pid 2>/dev/null; do sleep 0.05; done
verdict 1 'in part: .*GLib' "and on such a process" "$launcher" --doctor --pid $pid
says "shim: $musl" "which has the shim for musl"
{ kill $pid && wait $pid; } 2>/dev/null
mv "$tmp/libnamed.so" "$tmp/libaway.so"
verdict 1 'no: .*lacks a library: .*libnamed.so is not found' "a library that is missing" "$launcher" --doctor "$tmp/named"
# A loader that is not the system's is code of the program's: it is not asked.
own=$tmp/$(basename "$(readelf -p .interp "$tmp/probe" | sed -n 's/.*  \(\/.*\)/\1/p')")
cp "$(readelf -p .interp "$tmp/probe" | sed -n 's/.*  \(\/.*\)/\1/p')" "$own"
musl-gcc "$root/tests/launcher/probe.c" -o "$tmp/brings" -Wl,--dynamic-linker="$own"
verdict 1 "no: .*could not be proved to load the shim: its loader is not the system's" "a loader of its own" \
	"$launcher" --doctor "$tmp/brings"
# A probe whose children draw alike: this musl is one that the shim does not know.
mkdir "$tmp/other" && cp "$launcher" "$shim" "$musl" "$build/forkseed-probe" "$tmp/other"
echo 'int puts(const char *); int main(void) { return puts("streams=1 state=own") < 0; }' |
	musl-gcc -x c - -o "$tmp/other/libforkseed-musl-probe"
verdict 1 'no: .*a shim that does not know this musl: children of a test program repeat' "a musl that the shim does not know" \
	"$tmp/other/forkseed" --doctor "$tmp/probe"
if musl-gcc -static "$root/tests/launcher/probe.c" -o "$tmp/static"; then
	fails 125 'statically linked.*--force' "a static program of musl is refused" "$launcher" "$tmp/static"
fi
is "$(readelf -d "$musl" | grep -c NEEDED)" 0 "the shim needs no library, which the other libc would look for"
finish
