# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154,SC2028,SC2016,SC2046
# Runs the programs of programs.txt as docs/field.md has it: what is set up, a draw by the
# parent or none, 8 children one after the other, a draw of each. Sourced after lib.sh.

list=$root/launcher/doctor/field.txt
cc=${CC:-cc}
cxx=${CXX:-g++}
only=${FIELD_ONLY-}
unset LD_PRELOAD

# wanted NAME: "DRAWN NOT" of the list, and what becomes of it: healed, safe, no, told.
wanted() {
	awk -F ' *[|] *' -v name="$1" '
		FILENAME ~ /runtimes/ { if (/^\tX\("/) { split($0, part, "\""); rows[part[2]] = 1 }; next }
		/^#/ { next }
		{ n = split($7, group, "; ")
		for (i = 1; i <= n; i++) { m = split(group[i], word, " ")
			for (j = 2; j <= m; j++) if (word[j] == name) {
				split(word[1], counts, "/")
				k = split($3, way, " "); fate = way[k]
				for (l = 1; l <= k; l++) if (way[l] == "libc" || way[l] in rows) fate = "healed"
				print counts[1], counts[2], fate; exit } } }' "$root/shim/runtimes/runtimes.h" "$list"
}

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

# In each language: what is above, a draw where there is an argument, 8 children's draws.
template() {
	case $1 in
	perl) echo '%above; $x = %draw if @ARGV; for (1 .. 8) { fork or do { syswrite STDOUT, (%draw) . "\n"; require POSIX; POSIX::_exit(0) }; wait }' ;;
	php) echo '<?php %above; if ($argc > 1) %draw; for ($i = 0; $i < 8; $i++) { if (!pcntl_fork()) { fwrite(STDOUT, %draw . "\n"); exit; } pcntl_wait($s); }' ;;
	python) printf 'import os, sys\n%%above\nif sys.argv[1:]: %%draw\nfor i in range(8):\n    if not os.fork():\n        os.write(1, ("%%s\\n" %% (%%draw,)).encode())\n        os._exit(0)\n    os.wait()\n' ;;
	ruby) echo '%above; %draw if ARGV[0]; 8.times { fork { $stdout.syswrite("#{%draw}\n"); exit!(0) }; Process.wait }' ;;
	lua*) echo 'local u = require "posix.unistd"; local w = require "posix.sys.wait"; if arg[1] then local x = %draw end for i = 1, 8 do if u.fork() == 0 then io.write(%draw, "\n"); io.flush(); u._exit(0) end w.wait() end' ;;
	guile) echo '%above (if (pair? (cdr (command-line))) %draw) (do ((i 0 (+ i 1))) ((= i 8)) (if (zero? (primitive-fork)) (begin (display %draw) (newline) (force-output) (primitive-_exit 0))) (waitpid WAIT_ANY))' ;;
	csi) echo '(import (chicken process) (chicken random) (chicken process-context)) (if (pair? (command-line-arguments)) %draw) (do ((i 0 (+ i 1))) ((= i 8)) (process-fork (lambda () (print %draw) (exit 0))) (process-wait))' ;;
	swipl) printf ':- use_module(library(unix)).\n:- getenv("FIELD_DRAW", _) -> %%draw ; true.\n:- forall(between(1, 8, _), (fork(P), (P == child -> %%draw, format("~w~n", [X]), flush_output, halt ; wait(_, _)))), halt.\n' ;;
	gawk) printf '@load "fork"\nBEGIN { srand(); if (ARGC > 1) %%draw; for (i = 0; i < 8; i++) { if (fork() == 0) { printf "%%.17g\\n", %%draw; fflush(); exit } wait() } }\n' ;;
	pike*) echo 'int main(int count, array(string) words) { if (count > 1) %draw; for (int i = 0; i < 8; i++) { object child = fork(); if (!child) { Stdio.stdout->write(%draw + "\n"); _exit(0); } child->wait(); } }' ;;
	clisp) echo '(ffi:def-call-out c-fork (:name "fork") (:language :stdc) (:library :default) (:return-type ffi:int)) (ffi:def-call-out c-exit (:name "_exit") (:language :stdc) (:library :default) (:arguments (n ffi:int)) (:return-type nil)) (ffi:def-call-out c-wait (:name "wait") (:language :stdc) (:library :default) (:arguments (n ffi:c-pointer)) (:return-type ffi:int)) %above (when ext:*args* %draw) (dotimes (i 8) (when (zerop (c-fork)) (format t "~d~%" %draw) (finish-output) (c-exit 0)) (c-wait nil))' ;;
	sbcl) echo '(require :sb-posix) %above (when (ext-arguments) %draw) (dotimes (i 8) (when (zerop (sb-posix:fork)) (format t "~d~%" %draw) (finish-output) (sb-ext:exit :code 0 :abort t)) (sb-posix:wait))' | sed 's/(ext-arguments)/(cddr (member "--script" sb-ext:*posix-argv* :test (function string=)))/' ;;
	newlisp) echo '(when (env "FIELD_DRAW") %draw) (dotimes (i 8) (wait-pid (fork (begin (println %draw) (exit))))) (exit)' ;;
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

# in_script LANGUAGE ABOVE DRAW: $tmp/program.script, whose argument is "draw" or none
in_script() {
	local above text
	above=$(tr '@' '\n' <<<"$2")
	text=$(template "$1")
	text=${text//%above/$above}
	printf '%s\n' "${text//%draw/$3}" >"$tmp/program.script"
}

# compiled LANGUAGE: $tmp/program of $tmp/program.script
compiled() {
	cp "$tmp/program.script" "$tmp/program.$1"
	case $1 in
	nim) nim c --hints:off --nimcache:"$tmp/cache" -o:"$tmp/program" "$tmp/program.nim" ;;
	fpc) fpc -v0 "-o$tmp/program" "$tmp/program.fpc" ;;
	esac </dev/null >"$tmp/err" 2>&1
}

# there LANGUAGE WHAT: is what the program needs here?
there() {
	case $1 in
	c | c\ *) echo "#include <$2>" | $cc $(pkg_flags "$1") -E -x c - >/dev/null 2>&1 ;;
	c++*) echo "#include <$2>" | $cxx $(pkg_flags "$1") -E -x c++ - >/dev/null 2>&1 ;;
	perl) [ "$2" = perl ] || perl -e "use $2" 2>/dev/null ;;
	python) /usr/bin/python3 -c "import $2" 2>/dev/null ;;
	lua*) "$1" -e "require 'posix.unistd'" 2>/dev/null ;;
	tclsh) echo 'package require Tclx' | tclsh >/dev/null 2>&1 ;;
	*) command -v "$2" >/dev/null ;;
	esac
}

# What pkg-config says of "c pkg:NAME", if anything.
pkg_flags() { [[ $1 != *pkg:* ]] || pkg-config --cflags "${1##*pkg:}" 2>/dev/null; }

# distinct HOW COMMAND...: of the eight; anything but eight lines is no number.
distinct() {
	local how=$1
	shift
	[ "$how" = draw ] || how=
	# cat waits for the children that their parent does not wait for
	timeout 60 env ${how:+FIELD_DRAW=1} "$@" ${how:+"$how"} </dev/null 2>"$tmp/err" | cat >"$tmp/out"
	if [ "$(wc -l <"$tmp/out")" = 8 ]; then sort -u "$tmp/out" | wc -l; else echo "none"; fi
}

# measure NAME LANGUAGE ABOVE ONCE DRAW: as the list has it, bare and under forkseed; and the
# doctor says no yes where numbers still repeat.
measure() {
	local name=$1 command drawn not fate healed
	read -r drawn not fate <<<"$(wanted "$name")"
	case $2 in
	c | c[+\ ]*) in_c "$2" "$3" "$4" "$5" && command=("$tmp/program") ;;
	nim | fpc) in_script "$2" "$3" "$5" && compiled "$2" && command=("$tmp/program") ;;
	*) in_script "$2" "$3" "$5" && mapfile -t command < <(interpreter "$2") && command+=("$tmp/program.script") ;;
	esac
	[ -n "${command[*]}" ] || { ok 1 "$name: is built" && sed 's/^/# /' "$tmp/err"; return; }
	is "$(distinct draw "${command[@]}")" "$drawn" "$name: bare, the parent drew: $drawn of 8"
	[ "$not" = - ] || is "$(distinct nothing "${command[@]}")" "$not" "$name: bare, it did not: $not of 8"
	healed=$drawn
	[[ $fate != healed && $fate != safe ]] || healed=8
	is "$(distinct draw "$launcher" "${command[@]}")" "$healed" "$name ($fate): under forkseed $healed of 8"
	[ "$healed" = 8 ] || [[ $2 = p[yhe][tpr]* || $2 = ruby ]] || # what a script loads or seeds is not seen
		is "$("$launcher" --doctor "${command[@]}" | grep -c '^verdict: yes')" 0 "$name: the doctor says no yes"
}

# package_with HEADER-OR-PROGRAM: of scripts/packages, where it is in there.
package_with() {
	case $1 in
	gmp.h) echo libgmp-dev ;;
	glib-2.0/*) echo libglib2.0-dev ;;
	nettle/*) echo nettle-dev ;;
	openssl/*) echo libssl-dev ;;
	random) echo python3 ;;
	sqlite3.h) echo libsqlite3-dev ;;
	*) package_of "$1" ;;
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
	Rscript) echo --vanilla ;;
	esac
}

# measure_all KIND...: the programs of these kinds whose packages are here; of $only, if it is set.
measure_all() {
	local name kind language what above once draw
	while IFS='|' read -r name kind language what above once draw; do
		read -r kind <<<"$kind"
		[[ $name != '#'* && " $* " = *" $kind "* ]] || continue
		read -r name <<<"$name" && read -r language <<<"$language" && read -r what <<<"$what" && read -r above <<<"$above" && read -r draw <<<"$draw"
		[ -z "$only" ] || [[ " $only " = *" $name "* ]] || continue
		if there "$language" "${what%=*}"; then
			measure "$name" "$language" "$above" "$once" "$draw"
		elif [[ $what = *=* ]]; then
			lacks "${what#*=}" "$name"
		else
			lacks "$(package_with "$what")" "$name"
		fi
	done <"$root/tests/field/programs.txt"
}
