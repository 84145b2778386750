# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154,SC2028,SC2016,SC2046
# Each language of programs.txt: the program of a line's fields, what builds or runs it, and
# whether it is here. The longer templates are in languages/. Sourced by field.bash.

field=$root/tests/field
crates=/usr/share/cargo/registry

# in_c COMPILER-WORDS ABOVE ONCE DRAW: $tmp/program
in_c() {
	local words=() word language=${1%% *}
	for word in ${1#"$language"}; do
		# shellcheck disable=SC2207 # words
		if [[ $word = pkg:* ]]; then words+=($(pkg-config --cflags --libs "${word#pkg:}")); else words+=("$word"); fi
	done
	cat >"$tmp/program.$language" <<END
$(tr '@' '\n' <<<"$2")
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	static char line[256];
	$3;
	if (argc > 1 && strcmp(argv[1], "draw") == 0) { $4; }
	for (int i = 0; i < 8; i++) {
		if (fork() == 0) { $4; strcat(line, "\n"); _exit(write(1, line, strlen(line)) < 0); }
		wait(NULL);
	}
	return 0;
}
END
	local compiler=$cc
	[ "$language" = c ] || compiler=$cxx
	$compiler -O1 -w "$tmp/program.$language" -o "$tmp/program" "${words[@]}" 2>"$tmp/err"
}

# template LANGUAGE: what is above, a draw where there is an argument, 8 children's draws.
template() {
	local long=$1
	case $1 in
	gdc | ldc2) long=d ;;
	cargo\ *) long=cargo ;;
	esac
	long=$field/languages/${long/ /-}
	if [ -f "$long" ]; then
		cat "$long"
		return
	fi
	case $1 in
	perl*) echo '%above; $x = %draw if @ARGV; for (1 .. 8) { fork or do { syswrite STDOUT, (%draw) . "\n"; require POSIX; POSIX::_exit(0) }; wait }' ;;
	php) echo '<?php %above; if ($argc > 1) %draw; for ($i = 0; $i < 8; $i++) { if (!pcntl_fork()) { fwrite(STDOUT, %draw . "\n"); exit; } pcntl_wait($s); }' ;;
	python | pypy3) printf 'import os, sys\n%%above\nif sys.argv[1:]: %%draw\nfor i in range(8):\n    if not os.fork():\n        os.write(1, ("%%s\\n" %% (%%draw,)).encode())\n        os._exit(0)\n    os.wait()\n' ;;
	ruby) echo '%above; %draw if ARGV[0]; 8.times { fork { $stdout.syswrite("#{%draw}\n"); exit!(0) }; Process.wait }' ;;
	lua*) echo "package.cpath = '$programs/runtimes/lua-forks' local f = require 'forks' if arg[1] then local x = %draw end for i = 1, 8 do if f.fork() == 0 then io.write(%draw, '\n') io.flush() f.leave() end f.wait() end" ;;
	guile) echo '%above (if (pair? (cdr (command-line))) %draw) (do ((i 0 (+ i 1))) ((= i 8)) (if (zero? (primitive-fork)) (begin (display %draw) (newline) (force-output) (primitive-_exit 0))) (waitpid WAIT_ANY))' ;;
	csi) echo '(import (chicken process) (chicken random) (chicken process-context)) (if (pair? (command-line-arguments)) %draw) (do ((i 0 (+ i 1))) ((= i 8)) (process-fork (lambda () (print %draw) (exit 0))) (process-wait))' ;;
	swipl) printf ':- use_module(library(unix)).\n:- getenv("FIELD_DRAW", _) -> %%draw ; true.\n:- forall(between(1, 8, _), (fork(P), (P == child -> %%draw, format("~w~n", [X]), flush_output, halt ; wait(_, _)))), halt.\n' ;;
	gawk) printf '@load "fork"\nBEGIN { srand(); if (ARGC > 1) %%draw; for (i = 0; i < 8; i++) { if (fork() == 0) { printf "%%.17g\\n", %%draw; fflush(); exit } wait() } }\n' ;;
	pike*) echo 'int main(int count, array(string) words) { if (count > 1) %draw; for (int i = 0; i < 8; i++) { object child = fork(); if (!child) { Stdio.stdout->write(%draw + "\n"); _exit(0); } child->wait(); } }' ;;
	clisp) echo '(ffi:def-call-out c-fork (:name "fork") (:language :stdc) (:library :default) (:return-type ffi:int)) (ffi:def-call-out c-exit (:name "_exit") (:language :stdc) (:library :default) (:arguments (n ffi:int)) (:return-type nil)) (ffi:def-call-out c-wait (:name "wait") (:language :stdc) (:library :default) (:arguments (n ffi:c-pointer)) (:return-type ffi:int)) %above (when ext:*args* %draw) (dotimes (i 8) (when (zerop (c-fork)) (format t "~d~%" %draw) (finish-output) (c-exit 0)) (c-wait nil))' ;;
	sbcl) echo '(require :sb-posix) %above (when (ext-arguments) %draw) (dotimes (i 8) (when (zerop (sb-posix:fork)) (format t "~d~%" %draw) (finish-output) (sb-ext:exit :code 0 :abort t)) (sb-posix:wait))' | sed 's/(ext-arguments)/(cddr (member "--script" sb-ext:*posix-argv* :test (function string=)))/' ;;
	picolisp) echo '%above (when (sys "FIELD_DRAW") %draw) (do 8 (unless (fork) (prinl %draw) (flush) (bye)) (wait 50)) (bye)' ;;
	newlisp) echo '%above (when (env "FIELD_DRAW") %draw) (dotimes (i 8) (wait-pid (fork (begin (println %draw) (exit))))) (exit)' ;;
	gp) printf 'install("fork", "i", "cfork"); install("_exit", "vL", "cexit"); install("wait", "iL", "cwait");\nif(getenv("FIELD_DRAW"), %%draw);\nfor(i = 1, 8, if(cfork() == 0, write("/dev/stdout", %%draw); cexit(0)); cwait(0));\nquit\n' ;;
	ocaml) printf '%%above let () = if Array.length Sys.argv > 1 then ignore (%%draw); for _ = 1 to 8 do if Unix.fork () = 0 then begin Printf.printf "%%s\\n%%!" (%%draw); Unix._exit 0 end else ignore (Unix.wait ()) done ;;\n' ;;
	tclsh) echo '%above; if {$argc} {set x %draw}; for {set i 0} {$i < 8} {incr i} { if {[fork] == 0} { puts %draw; flush stdout; kill -9 [pid] }; wait }' ;;
	expect) echo 'if {[info exists env(FIELD_DRAW)]} {set x %draw}; for {set i 0} {$i < 8} {incr i} { if {[fork] == 0} { puts %draw; exit 0 }; catch wait }' ;;
	nim) printf 'import std/[%%above, posix, os]\nif paramCount() > 0: discard %%draw\nfor i in 0..7:\n  if fork() == 0:\n    echo %%draw\n    stdout.flushFile()\n    exitnow(0)\n  var status: cint\n  discard wait(addr status)\n' ;;
	fpc) echo '{$linklib c} uses BaseUnix, SysUtils; %above; var i: integer; s: cint; begin if ParamCount > 0 then s := Length(%draw); for i := 1 to 8 do begin if fpFork = 0 then begin writeln(%draw); Flush(Output); fpExit(0); end; fpWaitPid(-1, s, 0); end; end.' ;;
	Rscript) echo 'invisible({%above}); if (length(commandArgs(TRUE))) invisible(runif(1)); writeLines(unlist(parallel::mclapply(1:8, function(i) format(runif(1), digits = 15), mc.cores = 8, %draw)))' ;;
	*sub) printf '%%above\n[ -z "$1" ] || : %%draw\nfor i in 1 2 3 4 5 6 7 8; do ( echo %%draw; : ); done\n' ;;
	*) printf '%%above\n[ -z "$1" ] || : %%draw\nfor i in 1 2 3 4 5 6 7 8; do { echo %%draw; } & wait; done\n' ;;
	esac
}

# in_script LANGUAGE ABOVE ONCE DRAW: $tmp/program.script, whose argument is "draw" or none
in_script() {
	local above text
	above=$(tr '@' '\n' <<<"$2")
	text=$(template "$1")
	text=${text//%above/$above}
	text=${text//%once/$3}
	text=${text//%path/$tmp}
	printf '%s\n' "${text//%draw/$4}" >"$tmp/program.script"
}

# crate DEPENDENCY...: $tmp/crate, which is built from what Debian's librust-*-dev packages have.
# A dependency: NAME=VERSION, or NAME=VERSION+FEATURE.
crate() {
	local one rest
	mkdir -p "$tmp/crate/src" "$tmp/crate/.cargo"
	{
		printf '[package]\nname = "program"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n'
		for one; do
			rest=${one#*=}
			printf '%s = { version = "%s", features = [%s] }\n' "${one%%=*}" "${rest%%+*}" \
				"$(tr '+' '\n' <<<"$rest" | sed '1d; s/.*/"&"/' | paste -sd,)"
		done
	} >"$tmp/crate/Cargo.toml"
	printf '[source.crates-io]\nreplace-with = "debian"\n[source.debian]\ndirectory = "%s"\n' "$crates" >"$tmp/crate/.cargo/config.toml"
	cp "$tmp/program.script" "$tmp/crate/src/main.rs"
	rm -f "$tmp/crate/Cargo.lock"
	(cd "$tmp/crate" && cargo build -q --offline --release) && cp "$tmp/crate/target/release/program" "$tmp/program"
}

# compiled LANGUAGE: $tmp/program of $tmp/program.script
compiled() {
	local of=$tmp/program out=$tmp/program
	case $1 in
	nim | fpc) of+=.$1 ;;
	gfortran) of+=.f90 ;;
	gnatmake) of+=.adb ;;
	cobc) of+=.cob ;;
	gplc) of+=.pl ;;
	ghc) of+=.hs ;;
	gdc | ldc2) of+=.d ;;
	icont) of+=.icn ;;
	cargo) of+=.rs ;;
	ecl) of+=.lsp ;;
	esac
	rm -f "$out" "$out.o"
	cp "$tmp/program.script" "$of"
	case $1 in
	nim) nim c --hints:off --nimcache:"$tmp/cache" -o:"$out" "$of" ;;
	fpc) fpc -v0 "-o$out" "$of" ;;
	gfortran | gdc) "$1" "$of" -o "$out" ;;
	gnatmake) (cd "$tmp" && gnatmake -q "$of") ;;
	cobc) cobc -x -free "$of" -o "$out" ;;
	gplc) gplc --no-top-level "$of" -o "$out" ;;
	ghc) ghc -v0 -outputdir "$tmp/cache" "$of" -o "$out" ;;
	ldc2) ldc2 "-of=$out" "$of" ;;
	icont) $cc -shared -fPIC "$field/languages/icon.c" -o "$tmp/libicon.so" && (cd "$tmp" && icont -s -o "$out" "$of") ;;
	ecl) ecl --norc --eval "(compile-file \"$of\" :system-p t)" --eval "(c:build-program \"$out\" :lisp-files '(\"$out.o\"))" --eval '(ext:quit)' ;;
	cargo) crate "${@:2}" ;;
	esac </dev/null >"$tmp/err" 2>&1
}

# prepare LANGUAGE ABOVE ONCE DRAW: fills command; in vain, it is empty, and $tmp/err says why.
prepare() {
	command=()
	case $1 in
	c | c[+\ ]*) in_c "$@" && command=("$tmp/program") ;;
	nim | fpc | gfortran | gnatmake | cobc | gplc | ghc | gdc | ldc2 | icont | ecl | cargo\ *)
		# shellcheck disable=SC2086 # words
		in_script "$@" && compiled $1 && command=("$tmp/program")
		;;
	file\ *)
		read -ra command <<<"$1"
		command=(env PYTHONDONTWRITEBYTECODE=1 "PYTHONPATH=$field" /usr/bin/python3 "$field/${command[1]}" "${command[@]:2}")
		;;
	*)
		in_script "$@"
		mapfile -t command < <(interpreter "$1")
		command+=("$tmp/program.script")
		;;
	esac
}

# The words before a script, a line each.
interpreter() {
	if [ "$1" = python ]; then echo /usr/bin/python3; else command -v "${1%% *}"; fi
	case $1 in
	busybox*) echo ash ;;
	guile) echo --no-auto-compile ;;
	csi) echo -s ;;
	swipl | gp) echo -q ;;&
	gp | gawk) echo -f ;;
	clisp) printf '%s\n' -q -norc ;;
	sbcl) echo --script ;;
	ocaml) echo unix.cma ;;
	Rscript*) echo --vanilla ;;
	octave-cli) printf '%s\n' -q --norc ;;
	gap) printf '%s\n' -q --nointeract ;;
	yorick) echo -batch ;;
	esac
}

# there LANGUAGE WHAT: is what the program needs here?
there() {
	case $1 in
	c | c\ *) echo "#include <$2>" | $cc $(pkg_flags "$1") -E -x c - >/dev/null 2>&1 && has_library "$1" ;;
	c++*) echo "#include <$2>" | $cxx -fPIC $(pkg_flags "$1") -E -x c++ - >/dev/null 2>&1 && has_library "$1" ;;
	php) { [ "$2" = php ] && command -v php >/dev/null; } || php -m 2>/dev/null | grep -qix "$2" ;;
	perl) [ "$2" = perl ] || perl -e "use $2" 2>/dev/null ;;
	perl\ *) perl -e "use $2" 2>/dev/null || unpacked "${1#* }" ;;
	python | file*) /usr/bin/python3 -c "import $2" 2>/dev/null ;;
	Rscript*) Rscript -e "library(${2/Rscript/stats})" >/dev/null 2>&1 ;;
	tclsh) [ "$(echo 'puts [catch {package require Tclx}]' | tclsh 2>/dev/null)" = 0 ] ;;
	ghc) ghc-pkg latest "$2" >/dev/null 2>&1 ;;
	cargo*) command -v cargo >/dev/null && compgen -G "$crates/$2-[0-9]*" >/dev/null ;;
	gap) [ -d /usr/lib/gap/pkg/io ] ;;
	yorick) [ -e /usr/lib/yorick/lib/svipc.so ] ;;
	*) command -v "$2" >/dev/null ;;
	esac
}

# What pkg-config says of "c pkg:NAME", if anything.
pkg_flags() { [[ $1 != *pkg:* ]] || pkg-config --cflags "${1##*pkg:}" 2>/dev/null; }

# has_library "LANGUAGE -l:FILE": is it where the compiler looks?
has_library() { [[ $1 != *-l:* ]] || [[ $($cc -print-file-name="${1##*-l:}") = /* ]]; }

# unpacked PACKAGE: a Perl module's package that excludes another one of the field, unpacked.
unpacked() {
	mkdir -p "$tmp/unpacked"
	chmod 777 "$tmp/unpacked" # apt-get downloads as a user of its own
	(cd "$tmp/unpacked" && apt-get -q download "$1") >/dev/null 2>&1 || return
	dpkg -x "$tmp/unpacked/$1"_*.deb "$tmp/unpacked"
	PERL5LIB=$(find "$tmp/unpacked/usr" -name '*.pm' -printf '%h\n' | sed 's|\(perl5/[0-9.]*\).*|\1|' | sort -u | paste -sd:)
	export PERL5LIB
}
