#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 7: "yes" only of what was looked at. Generators in libraries, of the caller's own,
# or of an interpreter that nothing but its name tells; programs that run others; a library
# that the dynamic linker would run for whoever asks.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand what is quoted
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
. "$(dirname "$0")/doctor.bash"
cc=${CC:-cc}
python=/usr/bin/python3
doctor() { verdict "$1" "$2" "$3" "$launcher" --doctor "${@:4}"; }

# What the doctor is right about: eight children of it draw one number, healed or not.
cat >"$tmp/owned.c" <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	unsigned own = 7;
	for (int i = 0; i < 8; i++)
		if (fork() == 0)
			return printf("%d\n", rand_r(&own)) < 0;
	while (wait(NULL) > 0)
		;
}
END
$cc "$tmp/owned.c" -o "$tmp/owned"
is "$("$launcher" "$tmp/owned" | sort -u | wc -l)" 1 "a generator that its caller owns is not healed"
doctor 1 'in part: .*rand_r and its like' "and the verdict is not yes" "$tmp/owned"
says "imports: $tmp/owned: rand_r (its caller owns the state: not reached)" "nor does the fact say so"

# Marks, in the program or in a library of it: of what is not healed, and of Perl.
for mark in caml_main Perl_drand48_r; do
	case $mark in
	Perl_*) status=0 verdict='yes: ' told='Perl, healed' ;;
	*) status=1 verdict='in part: .*generators of OCaml$' told='OCaml, not healed' ;;
	esac
	echo "int $mark(void) { return 0; } int main(void) { return 0; }" | $cc -x c - -o "$tmp/$mark"
	doctor $status "$verdict" "$told, by $mark" "$tmp/$mark"
	echo "int $mark(void) { return 0; }" | $cc -shared -fPIC -x c - -o "$tmp/lib$mark.so"
	echo "int $mark(void); int main(void) { return $mark(); }" |
		$cc -x c - -o "$tmp/uses" -x none "$tmp/lib$mark.so"
	doctor $status "$verdict" "the same in a library" "$tmp/uses"
	says "runtime: $told: .* (in $tmp/.*)" "which is told"
done
# by_library PROGRAM NAME: an installed interpreter that is little but a library's user.
by_library() {
	need "$1" "the doctor knows $2, in a library" || return
	doctor 0 "yes: " "$1" "$1"
	says "runtime: $2, healed: .* (in .*lib.*)" "by its library"
}
by_library "$(cd /usr/bin && compgen -G 'perl5.*-linux-gnu*' || echo libperl)" Perl

# Known by name alone.
for name in ruby ruby3.3 perl5.44.1 php9 guile-3.0; do
	cp "$probe" "$tmp/$name"
	doctor 1 'in part: cannot tell: ' "a program that is called $name" "$tmp/$name"
done
says 'runtime: Guile, by its name .*: its generators can.t be recognised' "is told"
for name in rubyist perldoc zsh lua5.3 R2D2; do
	cp "$probe" "$tmp/$name"
	doctor 0 'yes: ' "one that is called $name is none" "$tmp/$name"
done

# Programs that run others. Looked through where the command is plain:
cp "$probe" "$tmp/ruby"
looked=(
	'env' 'env A=1 B=2' 'env -u A' 'env --unset=A -C / --' 'nice' 'nice -n 5' 'nice --adjustment=5' 'nohup'
	'setsid -w' 'timeout 5' 'timeout -k 1 -s INT 5' 'timeout --foreground 5' 'stdbuf -o L' 'stdbuf --output=0'
	'ionice -c 3' 'taskset 1' 'taskset -c 0' 'env nice timeout 5' 'tini --'
)
for how in "${looked[@]}"; do
	# shellcheck disable=SC2086 # words
	doctor 0 "yes: forkseed works on $probe\$" "looked through: $how" $how "$probe" --its options
	# shellcheck disable=SC2086
	doctor 1 'in part: cannot tell: .*Ruby' "and no yes: $how ruby" $how "$tmp/ruby"
done
says 'wrapper: tini, which runs .*/ruby' "it is told"
# so are shells' texts and scripts, #! lines and options that leave a word to the shell;
reads() { # TEXT: by sh -c, as a script, and as a script that sh gets
	doctor 1 'in part: cannot tell: .*Ruby' "read: sh -c '$1'" sh -c "$1" sh x
	{ echo '#!/bin/sh' && echo "$1"; } >"$tmp/starts" && chmod 755 "$tmp/starts"
	doctor 1 'in part: cannot tell: .*Ruby' "the same as a script" "$tmp/starts"
}
cd "$tmp" || exit 1
for text in "$tmp/ruby" "exec $tmp/ruby \"\$@\" >/dev/null 2>&1" "A=1 B=\$C exec '$tmp'/r\"ub\"y" \
	"cd / && exec nice -n 5 $tmp/ruby \$X" $'set -e # x\nA=4\nexport A\numask 022; exec env B=1 '"$tmp/ruby"$' "$@"\nfi'; do
	reads "$text"
done
doctor 1 'in part: cannot tell: .*Ruby' "sh FILE" sh -eu "$tmp/starts"
echo "exec $tmp/ruby" >"$tmp/plain" && chmod 755 "$tmp/plain"
doctor 1 'in part: cannot tell: .*Ruby' "a script without #!" "$tmp/plain"
for line in "/usr/bin/env -S nice -n 5 $tmp/ruby -x" "/usr/bin/nice $tmp/starts"; do
	echo "#!$line" >"$tmp/lines" && chmod 755 "$tmp/lines"
	doctor 1 'in part: cannot tell: .*Ruby' "#!$line" "$tmp/lines"
done
if need "$python" "python -m"; then
	doctor 0 'yes: ' "python -m is Python" "$python" -m http.server
fi
for text in "unset LD_PRELOAD; $probe" "LD_PRELOAD= $probe" "export LD_PRELOAD=; exec $probe"; do
	[[ $("$launcher" sh -c "$text") = "$unprotected" ]]
	ok $? "the shim is lost: $text"
	doctor 1 'no: .*without LD_PRELOAD' "which is told: $text" sh -c "$text"
done
# and where it is not, they say so:
for how in 'bash -lc' 'env -S' 'xargs' 'find . -exec' 'make' 'script -c' 'timeout --signal INT 5'; do
	need "${how%% *}" "hides its program: $how" || continue
	# shellcheck disable=SC2086
	doctor 1 'in part: cannot tell: .*run by ' "hides its program: $how" $how "$tmp/ruby"
done
# by its name, whether it is installed or not
for how in sem entr chronic 'envdir /etc' 'softlimit -n 9' 's6-setuidgid nobody' linux64 unbuffer distcc tox prove supervisord cargo; do
	ln -sf "$probe" "$tmp/${how%% *}"
	# shellcheck disable=SC2086
	doctor 1 'in part: cannot tell: .*run by ' "hides its program: $how" "$tmp/"$how "$tmp/ruby"
done
hidden=(
	"\$X $probe" "$probe; $probe" "$probe | cat" "if $probe; then $probe; fi" "\$(echo $probe)" "A=\`$probe\` $probe" "eval $probe"
	"test -x / && $probe" "exec -a x $probe" "nice \"\$@\"" "PATH=/x probe" 'cd / && ./probe' "exec 'probe" "LD_PRELOAD=\$X $probe"
	"$probe &" "f() { $probe; }" "cat <<x" '' ' ' '#' '"${X-`a`}"' "\\"
)
for text in "${hidden[@]}"; do
	doctor 1 'in part: cannot tell: .*run by ' "hidden: sh -c '$text'" sh -c "$text" sh "$tmp/ruby"
done
printf '#!/bin/sh\nif :; then\nexec "%s/ruby"\nfi\n' "$tmp" >"$tmp/Q" && chmod 755 "$tmp/Q"
doctor 1 'in part: cannot tell: .*run by .*/Q: ' "a shell's script that is not plain" "$tmp/Q"
doctor 1 'in part: cannot tell: .*run by .*/Q: ' "the same behind env" env "$tmp/Q"
# R's two front ends: a shell's script, and a program that runs it.
mkdir -p "$tmp/home/bin/exec" && cp "$tmp/ruby" "$tmp/home/bin/exec/R" && cp "$probe" "$tmp/Rscript"
printf '#!/bin/bash\n# R\nR_HOME_DIR=%s/home\nif x; then y; fi\n' "$tmp" >"$tmp/R" && chmod 755 "$tmp/R"
printf '#!%s/Rscript --vanilla\n' "$tmp" >"$tmp/starts" && chmod 755 "$tmp/starts"
for how in R 'R --vanilla' 'Rscript -e' starts; do
	# shellcheck disable=SC2086
	doctor 1 'in part: cannot tell: .* on .*home/bin/exec/R, .* those of R$' "looked through: $how" "$tmp/"$how
done
for how in 'R CMD' 'R -d gdb'; do
	# shellcheck disable=SC2086
	doctor 1 'in part: cannot tell: .*run by .*/R: ' "hides its program: $how" "$tmp/"$how
done
rm "$tmp/home/bin/exec/R"
doctor 1 'in part: cannot tell: .*run by .*/R: ' "R without its program" "$tmp/R"
for how in sh env nice make; do
	doctor 0 'yes: ' "$how alone" "$how"
done
for how in 'env -i' 'env -' 'env -u LD_PRELOAD' 'env --unset=LD_PRELOAD' 'env LD_PRELOAD='; do
	# shellcheck disable=SC2086
	[[ $("$launcher" $how "$probe") = "$unprotected" ]]
	ok $? "the shim is lost: $how"
	# shellcheck disable=SC2086
	doctor 1 'no: .*without LD_PRELOAD' "which is told: $how" $how "$probe"
done
# Settings on the way count as they will for the program.
off='no: .*FORKSEED=off'
for how in 'env FORKSEED=off' 'env -u A FORKSEED=off' 'nice env FORKSEED=off'; do
	# shellcheck disable=SC2086
	[[ $("$launcher" $how "$probe") = *streams=1/8 ]]
	ok $? "the shim is switched off: $how"
	# shellcheck disable=SC2086
	doctor 1 "$off" "which is told: $how" $how "$probe"
done
doctor 1 "$off" "for one command of a shell's" sh -c "FORKSEED=off $probe"
doctor 1 "$off" "and exported" sh -c "export FORKSEED=off; exec $probe"
doctor 0 'yes: ' "what is not exported is the shell's" sh -c "FORKSEED=off; exec $probe"
FORKSEED='' doctor 1 "$off" "but where it was there before" sh -c "FORKSEED=off; exec $probe"
# shellcheck disable=SC2016 # the inner shell's
doctor 1 'in part: cannot tell: .*run by sh: ' "to what only the shell knows" sh -c 'FORKSEED=$X '"$probe"
FORKSEED=off doctor 0 'yes: ' "switched on again" env -u FORKSEED "$probe"
FORKSEED=off doctor 0 'yes: ' "by a shell" sh -c "unset FORKSEED; $probe"
doctor 0 'yes: ' "another setting" env FORKSEED_WHEN=fork "$probe"

# What is kept is not healed, by whatever way the setting comes.
cat >"$tmp/waits.c" <<'END'
#include <stdlib.h>
#include <unistd.h>
int main(void)
{
	srandom(42);
	random();
	pause();
}
END
$cc -o "$tmp/waits" "$tmp/waits.c"
kept='in part: forkseed works on .*, but does not heal its generators of random$'
doctor 1 "$kept" "kept by an option" --keep=random "$tmp/waits"
says "imports: $tmp/waits: .* (left as it is, by --keep)" "which is told of the functions"
doctor 1 "$kept" "by a variable on the way" env FORKSEED_KEEP=drand48,random "$tmp/waits"
doctor 0 'yes: ' "another generator is kept" --keep=drand48 "$tmp/waits"
waits() { [ "$(readlink "/proc/$1/exe")" = "$(realpath "$tmp/waits")" ] && grep -q '^State:.S' "/proc/$1/status"; }
"$launcher" --keep=random "$tmp/waits" &
pid=$!
until_ok waits $pid
doctor 1 "$kept" "in a process" --pid $pid
kill $pid
"$launcher" "$tmp/waits" &
pid=$!
until_ok waits $pid
FORKSEED_KEEP=random doctor 0 'yes: ' "whose own settings count" --pid $pid
kill $pid
wait 2>/dev/null
"$launcher" --doctor env no-such-command >"$tmp/told" 2>"$tmp/err"
is "$? $(cat "$tmp/err")" "125 forkseed: no-such-command: no such command" "a wrapper's command that is not there"

# The loader's auditing libraries are code of the program's.
cat >"$tmp/auditor.c" <<'END'
#include <fcntl.h>
#include <stdlib.h>
__attribute__((constructor)) static void run(void) { if (getenv("MARK")) creat(getenv("MARK"), 0600); }
unsigned la_version(unsigned version) { return version; }
END
$cc -shared -fPIC "$tmp/auditor.c" -o "$tmp/auditor.so"
for tag in audit depaudit; do
	echo 'int main(void) { return 0; }' | $cc -x c - -o "$tmp/audited" -Wl,--$tag="$tmp/auditor.so"
	bare env MARK="$tmp/mark" LD_TRACE_LOADED_OBJECTS=1 "$tmp/audited" >"$tmp/out"
	if older_libc 2.32; then # it does not know them
		skip "a loader before glibc 2.32 loads none" "auditing libraries of --$tag" && continue
	fi
	[ -e "$tmp/mark" ]
	ok $? "the loader runs the library of --$tag, even if it is only asked"
	rm -f "$tmp/mark"
	export MARK=$tmp/mark
	doctor 1 'no: .*could not be proved.*DT_AUDIT. .*/auditor.so$' "the doctor does not ask it" "$tmp/audited"
	unset MARK
	check "and nothing is run" test ! -e "$tmp/mark"
done
finish
