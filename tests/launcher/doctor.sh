#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 7: what can't be healed is told. The doctor's verdict on real programs, beside
# what the same program does under the launcher; it never runs them. Then the same of
# running processes, and the list of runtimes.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
. "$(dirname "$0")/doctor.bash"
source=$root/tests/launcher/probe.c
cc=${CC:-cc}
python=/usr/bin/python3

somebody() { setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; }
without_input() { "$@" <&-; }
without_error() { "$@" 2>&-; }

is "$("$build/forkseed-probe")" "streams=1 state=own" "bare, the doctor's test program draws 1 stream of 8"
is "$(shimmed "$build/forkseed-probe")" "streams=8 state=own" "with the shim 8"
is "$(FORKSEED=off shimmed "$build/forkseed-probe")" "streams=1 state=own" "with the shim switched off 1"

verdict 0 'yes: ' "a plain program" "$launcher" --doctor "$probe"
says 'kind: ELF, .* bit' "its kind"
says "linked: dynamically, loader /.*" "its loader"
says 'libc: glibc' "its libc"
says 'libc file: /.*libc.so.6' "where that is"
says 'AddressSanitizer: not used' "no AddressSanitizer"
says 'rights: it gains none when it starts' "no rights"
says "imports: $probe: .*rand.* (healed)" "the generators that it imports"
says "proof: ld.so loads the shim into it, and its [1-9][0-9]* references to generators lead there" \
	"ld.so proves that they lead to the shim"
says "random(): libc's own state" "whose state random() has"
says 'probe: 8 children of a test program draw 8 streams' "the test program's streams"
says 'kernel: it wipes a page in every child, however that is made' "what the kernel can do"
is "$("$launcher" "$probe" 2>&1)" "$protected" "and it is protected"
verdict 0 'yes: ' "options behind the command are the command's" "$launcher" --doctor "$probe" --pid x

verdict 0 'yes: ' "with children's ends ignored" env --ignore-signal=CHLD "$launcher" --doctor "$probe"
verdict 0 'yes: ' "without a standard input" without_input "$launcher" --doctor "$probe"
verdict 0 'yes: ' "without a standard error" without_error "$launcher" --doctor "$probe"

touch_it='__attribute__((constructor)) static void run(void) { creat(getenv("MARK"), 0600); }
int main(void) { return 0; }'
printf '#include <stdlib.h>\n#include <fcntl.h>\n%s\n' "$touch_it" | $cc -x c - -o "$tmp/touch"
is "$(MARK=$tmp/mark bare "$tmp/touch" && ls "$tmp/mark")" "$tmp/mark" "a constructor that leaves a mark"
rm "$tmp/mark"
MARK=$tmp/mark verdict 0 'yes: ' "its program is examined" "$launcher" --doctor "$tmp/touch"
check "and not run" test ! -e "$tmp/mark"
if echo 'static int four(void) { return 4; } int main(void) { extern int f(void); return f(); }
static void *resolve(void) { __builtin_trap(); return four; }
int f(void) __attribute__((ifunc("resolve")));' | $cc -x c - -o "$tmp/resolver" 2>/dev/null; then
	[ "$( (status_of bare "$tmp/resolver") 2>/dev/null)" -gt 128 ]
	ok $? "a resolver of functions that crashes"
	verdict 0 'yes: ' "its program is examined: the resolver is not run" "$launcher" --doctor "$tmp/resolver"
else
	skip "no such resolvers here" "a resolver of functions is not run"
fi
cp "$(realpath "$(readelf -p .interp "$probe" | sed -n 's/.*  \(\/.*\)/\1/p')")" "$tmp/ld-linux.so.2"
$cc "$source" -o "$tmp/brings" -Wl,--dynamic-linker="$tmp/ld-linux.so.2"
verdict 1 "no: .*its loader is not the system's" "a program that brings its loader: that is not run" \
	"$launcher" --doctor "$tmp/brings"

echo 'int rand(void) { return 4; }' | $cc -shared -fPIC -x c - -o "$tmp/other.so"
$cc "$source" -o "$tmp/first" && LD_PRELOAD="$tmp/other.so:$shim" verdict 1 \
	'no: .*in front of the shim.*rand() of .*/other.so' "another library's rand() in front" \
	"$launcher" --doctor "$tmp/first"
echo 'int needed(void) { return 4; }' | $cc -shared -fPIC -x c - -o "$tmp/libneeded.so"
echo 'int needed(void); int main(void) { return needed(); }' |
	$cc -x c - -o "$tmp/lacks" -x none "$tmp/libneeded.so" && rm "$tmp/libneeded.so"
verdict 1 "no: .*lacks a library: .*libneeded.so is not found" "a library that is missing" \
	"$launcher" --doctor "$tmp/lacks"
FORKSEED=off verdict 1 'no: .*FORKSEED=off' "FORKSEED=off" "$launcher" --doctor "$probe"

# knows PROGRAM STATUS PATTERN LINE: of an installed program.
knows() {
	need "$1" "the doctor knows $1" || return
	verdict "$2" "$3" "$1" "$launcher" --doctor "$1"
	says "$4" "$1: $4"
}
knows "$python" 0 'yes: ' 'runtime: Python, healed: .*'
knows zsh 0 'yes: ' 'imports: /.*/zsh: .*rand (healed)'
knows lua5.3 0 'yes: ' 'imports: /.*/lua5.3: .*random (healed)'
knows lua5.4 0 'yes: ' 'runtime: Lua 5.4, healed: .*'
knows perl 0 'yes' 'runtime: Perl, healed: .*'
if need g++ "the doctor knows std::mt19937"; then
	printf '#include <random>\nint main() { std::mt19937 g; return (int)g(); }\n' |
		g++ -O0 -x c++ - -o "$tmp/mt"
	verdict 1 'in part: .*std::mt19937' "std::mt19937" "$launcher" --doctor "$tmp/mt"
fi
printf '#!%s\nprint(1)\n' "$python" >"$tmp/script" && chmod 755 "$tmp/script"
verdict 0 'yes: ' "a script" "$launcher" --doctor "$tmp/script"
says "interpreter: $python" "is judged by its interpreter"
printf '#!/no/such/interpreter\n' >"$tmp/orphan" && chmod 755 "$tmp/orphan"
verdict 1 'no: .*names an interpreter that does not exist' "a script whose interpreter is missing" "$launcher" --doctor "$tmp/orphan"
if $cc -fsanitize=address "$source" -o "$tmp/asan" 2>/dev/null &&
	readelf -d "$tmp/asan" | grep -q 'NEEDED.*asan'; then
	verdict 0 'yes: ' "a program with AddressSanitizer's shared runtime" "$launcher" --doctor "$tmp/asan"
	says 'AddressSanitizer: .*asan.* is put in front of the shim' "which is named"
else
	skip "no shared AddressSanitizer" "a program with AddressSanitizer's runtime"
fi

verdict 0 'yes: ' "in a sandbox that refuses getrandom(2)" "$programs/launcher/filtered" getrandom "$launcher" --doctor "$probe"
says 'seccomp: a filter is in force here; getrandom(2) is refused.*' "which is told"
if need "qemu-$(uname -m)" "an emulator, which may wipe no page"; then
	verdict 0 'yes: ' "under qemu-user" "qemu-$(uname -m)" "$launcher" --doctor "$probe"
	# It wipes pages since version 11. What is told must be what becomes of raw children.
	"$programs/hazards/adopt" "qemu-$(uname -m)" -E LD_PRELOAD="$shim" "$programs/hazards/ways" \
		SYS_clone >"$tmp/raw"
	expected='kernel: it wipes a page .*'
	grep -q ' duplicates=[1-9]' "$tmp/raw" && expected='kernel: degraded: .*'
	[ -s "$tmp/raw" ] && says "$expected" "children by raw system calls are as is told of the kernel"
fi

if $cc -static "$source" -o "$tmp/static" 2>/dev/null; then
	verdict 1 'no: .*statically linked' "a static program" "$launcher" --doctor "$tmp/static"
	says 'linked: statically' "is called static"
else
	skip "no static libc" "a static program"
fi
if need musl-gcc "another libc"; then
	musl-gcc "$source" -o "$tmp/musl"
	mkdir "$tmp/without" && cp "$launcher" "$shim" "$build/forkseed-probe" "$tmp/without"
	verdict 1 'no: .*another libc' "another libc" "$tmp/without/forkseed" --doctor "$tmp/musl"
	says 'libc: musl' "is named"
fi
cp "$probe" "$tmp/foreign" && other='\026'
[ "$(od -An -tu1 -j18 -N1 "$probe" | tr -d ' ')" = 22 ] && other='\002'
# shellcheck disable=SC2059
printf "$other" | dd of="$tmp/foreign" bs=1 seek=18 conv=notrunc status=none
verdict 1 'no: .*another architecture' "another architecture" "$launcher" --doctor "$tmp/foreign"
says 'architecture: s.*' "is named"
verdict 1 'no: .*ask about that program' "the launcher itself" "$launcher" --doctor "$launcher"
fails 125 'no such command' "a missing command" "$launcher" --doctor no-such-command
fails 125 'no command given' "no command" "$launcher" --doctor
verdict 1 'no: .*cannot be executed' "a directory" "$launcher" --doctor "$tmp"
echo : >"$tmp/plain"
verdict 1 'no: .*cannot be executed' "a file without the x bit" "$launcher" --doctor "$tmp/plain"
head -c 100 "$probe" >"$tmp/cut" && chmod 755 "$tmp/cut"
[ "$(status_of timeout 20 "$launcher" --doctor "$tmp/cut")" = 1 ]
ok $? "a truncated program: no"
"$launcher" --doctor "$probe" >/dev/full 2>"$tmp/err"
is "$? $(wc -l <"$tmp/err")" "125 1" "a full device: one line, and 125"

if [ "$(id -u)" = 0 ]; then
	chmod 755 "$tmp"
	cp "$launcher" "$build/forkseed-probe" "$shim" "$tmp" && cp "$probe" "$tmp/setuid"
	chmod 4755 "$tmp/setuid" && chmod 755 "$tmp"/{forkseed,forkseed-probe,libforkseed.so}
	if [ "$(somebody "$tmp/setuid")" = 'shim=no secure=1 streams=1/8' ]; then
		verdict 1 'no: .*set-user-ID' "a set-user-ID program" somebody "$tmp/forkseed" --doctor "$tmp/setuid"
		verdict 0 'yes: ' "the same, by its owner" "$tmp/forkseed" --doctor "$tmp/setuid"
		chmod 111 "$tmp/setuid"
		verdict 1 'no: .*could not be examined' "a program that can't be read" \
			somebody "$tmp/forkseed" --doctor "$tmp/setuid"
	else
		skip "$tmp is on a nosuid mount" "a set-user-ID program"
	fi
else
	skip "not root" "a set-user-ID program"
fi

running env -u LD_PRELOAD sleep 300
verdict 1 'no: .*runs without the shim' "a running process without the shim" "$launcher" --doctor --pid "$pid"
says 'shim: not loaded' "which is told"
kill $pid
running "$launcher" sleep 300
verdict 0 'yes: ' "a running process with the shim" "$launcher" --doctor --pid="$pid"
says "shim: $shim" "which is named"
says 'libc file: /.*libc[.-].*so.*' "and its libc"
if [ "$(id -u)" = 0 ]; then
	fails 125 "belongs to another user .*uid is 0" "another user's process" somebody "$tmp/forkseed" --doctor --pid "$pid"
else
	skip "not root" "another user's process"
fi
kill $pid
running env FORKSEED=off "$launcher" sleep 300
verdict 1 'no: .*FORKSEED=off' "a process whose shim is switched off" "$launcher" --doctor --pid "$pid"
kill $pid
wait 2>/dev/null
fails 125 'no such process' "a process that is not there" "$launcher" --doctor --pid "$pid"
fails 125 'must be a number' "no number" "$launcher" --doctor --pid 1x
fails 125 'needs a value: --pid=PID' "no value" "$launcher" --doctor --pid
fails 125 'is for --doctor' "--pid alone" "$launcher" --pid 1
fails 125 'is for --doctor' "--pid and a command" "$launcher" --doctor --pid 1 "$probe"

"$launcher" --list-runtimes >"$tmp/told" 2>"$tmp/err"
is "$? $(wc -c <"$tmp/err")" "0 0" "--list-runtimes"
is "$(cut -d: -f1 "$tmp/told" | tr '\n' ' ')" \
	"$(sed -n 's/^.*X("\([a-z0-9+-]*\)".*/\1/p' "$root/shim/runtimes/runtimes.h" | tr '\n' ' ')" \
	"has a line for each row of the shim's table"
is "$(grep -c ': .*; default on$\|^+scan: .*; default off$' "$tmp/told")" "$(wc -l <"$tmp/told")" \
	"with what is healed, and the default"
finish
