#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 7: no "yes" where a generator can be recognised: by every mark of the one list, in
# stripped programs, linked into the program, in libraries that are opened later; and of odd
# files one line.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
. "$(dirname "$0")/doctor.bash"
cc=${CC:-cc}
list=$root/launcher/doctor/field.txt
doctor() { verdict "$1" "$2" "$3" "$launcher" --doctor "${@:4}"; }

# marks KIND: "NAME|SYMBOL" of each mark of that kind; what begins like it gets an end.
marks() {
	awk -F ' *[|] *' -v kind="$1:" '!/^#/ { n = split($4, mark, " ")
		for (i = 1; i <= n; i++) if (index(mark[i], kind) == 1) {
			sub(kind, "", mark[i]); sub(/\*$/, "end", mark[i]); print $1 "|" mark[i] } }' "$list"
}
# One library that defines all, and a program that uses all: each generator is told, once.
marks uses >"$tmp/uses"
marks has | grep -v 'Py_Merge' >"$tmp/has"
cut -d'|' -f2 "$tmp/uses" | sort -u | sed 's/.*/int F&(void) __asm__("&"); int F&(void) { return 0; }/' |
	$cc -shared -fPIC -x c - -o "$tmp/liball.so"
{
	cut -d'|' -f2 "$tmp/uses" | sort -u | sed 's/.*/int F&(void) __asm__("&");/'
	echo 'int main(void) { return 0'
	cut -d'|' -f2 "$tmp/uses" | sort -u | sed 's/.*/+ F&()/'
	echo ';}'
	sed 's/.*|\(.*\)/int H\1(void) __asm__("\1"); int H\1(void) { return 0; }/' "$tmp/has"
} | $cc -x c - -o "$tmp/all" -x none "$tmp/liball.so"
doctor 1 'in part: ' "a program with every mark" "$tmp/all"
cut -d'|' -f1 "$tmp/uses" "$tmp/has" | sort -u | while read -r name; do
	grep -q "^runtime: $name, " "$tmp/told" || echo "$name"
done >"$tmp/untold"
is "$(cat "$tmp/untold")" "" "each of its generators is told"
is "$(grep '^runtime: ' "$tmp/told" | sort | uniq -d)" "" "once"

# Without names.
if need g++ "stripped C++"; then
	for engine in mt19937 mt19937_64; do
		printf '#include <random>\n#include <cstdio>\nint main(int n, char **) { std::%s g(n); printf("%%lu", (unsigned long)g()); }\n' $engine |
			g++ -O2 -x c++ - -o "$tmp/engine"
		strip "$tmp/engine"
		doctor 1 'in part: .*Mersenne twister' "std::$engine, inlined and stripped" "$tmp/engine"
	done
	printf '#include <random>\nint main() { return (int)std::random_device()(); }\n' | g++ -O2 -x c++ - -o "$tmp/seeds"
	doctor 1 'in part: cannot tell: .*C++ engines' "what std::random_device may seed" "$tmp/seeds"
fi
for text in '(GHC version %s for %s)' OCAMLRUNPARAM /rustc/0123; do
	printf '#include <stdio.h>\nint main(void) { puts("%s"); }\n' "$text" | $cc -O0 -x c - -o "$tmp/text" -s
	doctor 1 'in part: .*\(GHC\|OCaml\|Rust\)$' "by a text of its runtime's: $text" "$tmp/text"
done
# A library that is known needs no second look: Duktape's own twister (it has none) would be Duktape's.
printf '#include <stdio.h>\nunsigned m[] = {0x9908b0df, 0x6c078965, 0x9d2c5680, 0xefc60000};
int duk_create_heap(void) { return (int)m[3]; }\n' | $cc -shared -fPIC -x c - -o "$tmp/libown.so"
echo 'int duk_create_heap(void); int main(void) { return duk_create_heap(); }' |
	$cc -x c - -o "$tmp/user" -x none "$tmp/libown.so"
doctor 1 'in part: .*generators of Duktape$' "a library's own twister is the library's" "$tmp/user"
echo 'int main(void) { return 0; }' | $cc -Wl,--no-as-needed -x c - -o "$tmp/idle" -x none "$tmp/libown.so"
doctor 0 'yes: ' "which a program that does not use it does not draw from" "$tmp/idle"

# Linked into the program: a library that is not there can't be hooked.
echo 'int duk_create_heap(void) { return 0; } int main(void) { return duk_create_heap(); }' | $cc -x c - -o "$tmp/in"
doctor 1 'in part: .*Duktape$' "Duktape, linked into the program" "$tmp/in"
echo 'int g_random_int(void) { return 0; } int main(void) { return g_random_int(); }' | $cc -x c - -o "$tmp/in"
doctor 1 'in part: .*GLib$' "GLib is healed, but not linked into the program" "$tmp/in"
says 'runtime: GLib, not healed: .*' "which is told"
# What many call a function of theirs says nothing (tor has a dns_init, and no udns).
echo 'int dns_init(void) { return 0; } int main(void) { return dns_init(); }' | $cc -rdynamic -x c - -o "$tmp/in"
doctor 0 'yes: ' "a function of the program's own that udns has too" "$tmp/in"
echo 'int dns_submit_p(void) { return 0; } int main(void) { return dns_submit_p(); }' | $cc -rdynamic -x c - -o "$tmp/in"
doctor 1 'in part: .*udns$' "and one that only udns has" "$tmp/in"
# Data is copied into the program by the linker.
echo 'int fortuna_desc = 4;' | $cc -shared -fPIC -x c - -o "$tmp/libdata.so"
echo 'extern int fortuna_desc; int main(void) { return fortuna_desc; }' |
	$cc -fno-pie -no-pie -x c - -o "$tmp/copies" -x none "$tmp/libdata.so"
"$launcher" --doctor "$tmp/copies" >"$tmp/told"
says "runtime: libtomcrypt, .* (in $tmp/copies)" "a library's data"

# Left alone, but with --seed, is what the program seeds; threads are not brought to a child.
echo 'int __gmp_randseed_ui(void) { return 0; } int GOMP_parallel(void) { return 0; }' | $cc -shared -fPIC -x c - -o "$tmp/libmore.so"
uses() { echo "int $1(void); $2 int main(void) { return $1() $3; }" | $cc -w -x c - -o "$tmp/uses" -x none "$tmp/libmore.so"; }
uses __gmp_randseed_ui
doctor 1 'in part: .*leaves alone, but with --seed, what the program seeds of GMP$' "what the program seeds" "$tmp/uses"
FORKSEED_SEED=x doctor 0 'yes: ' "with --seed it is not left alone" "$tmp/uses"
uses GOMP_parallel
doctor 0 'yes: ' "OpenMP without a fork" "$tmp/uses"
uses GOMP_parallel 'int fork(void);' '+ fork()'
doctor 1 'in part: .*does not bring a child the threads of OpenMP$' "OpenMP, and a fork" "$tmp/uses"

# What their authors use without handing it out.
sed -n 's/.* harmless:\([^ ]*\).*/\1/p' "$list" | tr -d '*' | grep so >"$tmp/harmless"
echo '#include <stdlib.h>
int f(unsigned *state) { return rand_r(state); }' | $cc -shared -fPIC -x c - -o "$tmp/libxml2.so.2"
cp "$tmp/libxml2.so.2" "$tmp/libother.so.2"
for library in libxml2:0:yes libother:1:in; do
	IFS=: read -r name status word <<<"$library"
	echo 'int f(unsigned *); int main(void) { unsigned s = 1; return f(&s); }' |
		$cc -x c - -o "$tmp/owner" -x none "$tmp/$name.so.2"
	doctor "$status" "$word" "rand_r in $name" "$tmp/owner"
done

# Opened later: told of the running process.
echo 'int duk_create_heap(void); int f(void) { return duk_create_heap(); }' | $cc -shared -fPIC -x c - -o "$tmp/plugin.so"
printf '#include <dlfcn.h>\n#include <unistd.h>\nint main(int n, char **v) { if (!dlopen(v[n - 1], RTLD_LAZY)) return 1; write(1, "x", 1); pause(); }\n' |
	$cc -x c - -o "$tmp/opens" -ldl
doctor 0 'yes: ' "a program that opens a library later" "$tmp/opens"
"$launcher" "$tmp/opens" "$tmp/plugin.so" >"$tmp/ready" &
pid=$!
for _ in {1..500}; do [ -s "$tmp/ready" ] || sleep 0.02; done
verdict 1 'in part: .*Duktape$' "the same, when it runs" "$launcher" --doctor --pid $pid
kill $pid
wait $pid 2>/dev/null

# Odd files: one line, soon.
one_line() {
	[ "$(grep -c '^verdict: no: ' "$tmp/told") $(wc -l <"$tmp/err")" = "1 0" ]
	ok $? "$1: one line says no"
}
cp "$probe" "$tmp/large" && truncate -s 4G "$tmp/large"
doctor 1 'in part: cannot tell: .*a file of more than 512 MB' "a program of 4 GB" "$tmp/large"
says "imports: $tmp/large: .*rand.*" "which is looked at all the same"
truncate -s 4G "$tmp/sparse" && chmod 755 "$tmp/sparse"
[ "$(status_of timeout 20 "$launcher" --doctor "$tmp/sparse")" = 1 ]
ok $? "a file of 4 GB without anything: no yes"
rm -f "$tmp/large" "$tmp/sparse"
printf '#!\n' >"$tmp/nobody" && chmod 755 "$tmp/nobody"
"$launcher" --doctor "$tmp/nobody" >"$tmp/told" 2>"$tmp/err"
one_line "a script without an interpreter"
says 'verdict: .* names no interpreter in its first line' "which says why"
printf '#!/no/such/interpreter\n' >"$tmp/nobody"
"$launcher" --doctor "$tmp/nobody" >"$tmp/told" 2>"$tmp/err"
one_line "a script whose interpreter is not here"
says 'verdict: .* names an interpreter that does not exist' "which says why"
"$launcher" --doctor "$tmp" >"$tmp/told" 2>"$tmp/err"
one_line "a directory"
finish
