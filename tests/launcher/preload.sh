#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 7: the caller's LD_PRELOAD keeps working, and so does AddressSanitizer, whose
# runtime aborts a program unless it comes first.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand what is quoted
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
source=$root/tests/launcher/probe.c

list() { "$launcher" printenv LD_PRELOAD; }
other=$tmp/other.so
echo 'int other;' | ${CC:-cc} -shared -fPIC -x c - -o "$other"
cp "$other" "$tmp/third.so"
third=$tmp/third.so

is "$(list)" "$shim" "without a list, the shim alone"
is "$(LD_PRELOAD='' list)" "$shim" "an empty list"
is "$(LD_PRELOAD=$other list)" "$shim:$other" "the shim is put in front"
is "$(LD_PRELOAD=$other:$third list)" "$shim:$other:$third" "a list with colons"
is "$(LD_PRELOAD="$other $third" list)" "$shim:$other $third" "a list with blanks stays as it is"
is "$(LD_PRELOAD="$other $third" "$launcher" cat /proc/self/maps |
	grep -o -e other.so -e third.so | sort -u | wc -l)" 2 "and ld.so still loads all of it"
is "$(LD_PRELOAD=$shim list)" "$shim" "the shim is not put in twice"
is "$(LD_PRELOAD=$other:$shim list)" "$other:$shim" "wherever it stands"
ln -s "$shim" "$tmp/link.so"
is "$(LD_PRELOAD=$tmp/link.so list)" "$tmp/link.so" "by whatever name"
is "$("$launcher" "$launcher" "$launcher" printenv LD_PRELOAD)" "$shim" "a nested launcher"

# asan WHAT RUNTIME COMPILER FLAGS...: a program under AddressSanitizer. RUNTIME is what
# must come first ("" when it is linked into the program). The last is $tmp/asan-COMPILER.
asan() {
	local what=$1 runtime=$2 program=$tmp/asan-$3 first
	shift 2
	if ! "$@" "$source" -o "$program" 2>/dev/null; then
		lacks "$([ "$1" = clang ] && echo libclang-rt-dev || echo gcc)" "$what: runs under the launcher"
		return
	fi
	if [ -n "$runtime" ]; then
		LD_PRELOAD=$other "$program" >/dev/null 2>"$tmp/err"
		grep -q 'ASan runtime does not come first' "$tmp/err"
		ok $? "$what: aborts when only another object is preloaded"
		# Where no launcher saw it: below a shell, and with options of its own.
		is "$(shimmed "$program" 2>&1)" "$protected" "$what: with only the shim it does not"
		is "$("$launcher" sh -c '"$0"; :' "$program" 2>&1)" "$protected" "$what: runs below a shell"
		is "$("$launcher" sh -c 'ASAN_OPTIONS=detect_leaks=0 "$0"; :' "$program" 2>&1)" "$protected" \
			"$what: the same with options of its own"
		ASAN_OPTIONS=verify_asan_link_order=1 "$launcher" sh -c '"$0"; :' "$program" 2>&1 |
			grep -q 'ASan runtime does not come first'
		ok $? "$what: what the user asks for counts"
	fi
	is "$("$launcher" "$program" 2>&1)" "$protected" "$what: runs, and is protected"
	first=$(LD_PRELOAD='' ASAN_OPTIONS=detect_leaks=0 "$launcher" strace -f -v -s 9999 -e trace=execve \
		"$launcher" "$program" 2>&1 | grep "execve(\"$program" | sed 's/.*LD_PRELOAD=\([^"]*\)".*/\1/')
	is "${first%"$shim"}" "$runtime${runtime:+:}" "$what: LD_PRELOAD is $runtime, then the shim"
	is "$(LD_PRELOAD=$other "$launcher" "$program" 2>&1)" "$protected" "$what: with another library too"
}
if need strace "a needed AddressSanitizer runtime is put first"; then
	if need gcc "gcc's AddressSanitizer"; then
		runtime=$(basename "$(realpath "$(gcc -print-file-name=libasan.so)")" | grep -o 'libasan.so.[0-9]*')
		asan 'gcc static runtime' '' gcc -fsanitize=address -static-libasan
		asan 'gcc -fsanitize=address' "$runtime" gcc -fsanitize=address
		printf '#include <stdlib.h>\nint main(void) { char *volatile p = malloc(8); p[8] = 1; }\n' |
			gcc -fsanitize=address -x c - -o "$tmp/overflows" &&
			"$launcher" sh -c '"$0"; :' "$tmp/overflows" 2>&1 | grep -q 'ERROR: AddressSanitizer: heap-buffer-overflow'
		ok $? "what it is for it still finds, below a shell"
		is "$(LD_PRELOAD=$runtime list)" "$runtime:$shim:$runtime" \
			"a runtime that the caller preloads stays first"
		is "$(LD_PRELOAD=$runtime "$launcher" "$probe" 2>&1)" "$protected" "and the program runs"
		is "$(LD_PRELOAD=$runtime:$shim list)" "$runtime:$shim" "nothing is put in twice"
		is "$(LD_PRELOAD=$shim "$launcher" "$tmp/asan-gcc" 2>&1)" "$protected" \
			"first even when the shim is already there"
	fi
	if need clang "clang's AddressSanitizer"; then
		shared=$(clang -print-file-name="libclang_rt.asan-$(uname -m).so")
		asan 'clang -fsanitize=address' '' clang -fsanitize=address
		asan 'clang shared runtime' "$shared" clang -fsanitize=address -shared-libasan \
			-Wl,-rpath,"$(dirname "$shared")"
		if cp "$shared" "$tmp/" 2>/dev/null; then
			asan 'clang runtime beside the program' "$tmp/$(basename "$shared")" clang \
				-fsanitize=address -shared-libasan -Wl,-rpath,'$ORIGIN'
		fi
	fi
fi
finish
