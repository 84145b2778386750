#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# bash's /dev/tcp, whose connections are borrowed by subshells and handed to programs as a
# matter of course: nothing changes for such scripts.
# The $ in single quotes are for the script under test.
# shellcheck source-path=SCRIPTDIR disable=SC2016
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/innocent.bash"

# script NAME PEERS WANTED TEXT: TEXT has a connection by the number 3.
script() {
	innocent "$1" "$2" "$3" bash -c "exec 3<>/dev/tcp/127.0.0.1/\$PEER; $4"
	witness "$1" "$2" bash -c "exec 3<>/dev/tcp/127.0.0.1/\$PEER; $4"
}

script "question and answer" all "^answer to b" \
	'for i in a b; do echo $i >&3; read -r line <&3; echo "$line"; done'
script "a question by printf, answered to head" all "^answer to b" \
	'for i in a b; do printf "%s\n" $i >&3; head -n 1 <&3; done'
script "a question in a pipeline" all "^answer to 3" \
	'seq 3 | cat >&3; for i in 1 2 3; do read -r line <&3; echo "$line"; done'
script "a subshell borrows it" all "^answer to at last" \
	'(echo sub >&3; read -r line <&3; echo "$line"); echo at last >&3; head -n 1 <&3'
script "command substitution" all "^got: answer to b" \
	'for i in a b; do echo $i >&3; echo "got: $(head -n 1 <&3)"; done'
script "a command substitution that asks and reads" all "^got: answer to at last" \
	'ask() { echo "$1" >&3; read -r line <&3; echo "$line"; }
	for i in a b "at last"; do echo "got: $(ask "$i")"; done'
script "programs with it as stdin and stdout" all "^answer to .*from a program" \
	'sh -c "echo from a program >&3; head -n 1 <&3"'
script "it is closed in children" all "^answer to b" \
	'for i in a b; do
		(exec 3>&-; echo nothing); echo $i >&3; (cat </dev/null 3>&-); head -n 1 <&3
	done'
script "background jobs that do not use it" all "^answer to 3" \
	'for i in 1 2 3; do sleep 0.01 & echo $i >&3; head -n 1 <&3; done; wait'
script "head reads in the background" all "^line 40 of 40" \
	'head -n 60 <&3 & echo stream 20 >&3; echo stream 40 >&3; wait'
script "a coprocess reads" all "^got: answer to b" \
	'coproc cat <&3
	for i in a b; do echo $i >&3; read -r line <&"${COPROC[0]}"; echo "got: $line"; done
	kill $COPROC_PID; wait $COPROC_PID 2>/dev/null; :'
script "a while loop reads what a child asked for" all "^read: line 20" \
	'(echo stream 20 >&3) &
	while read -r line; do
		echo "read: $line"; [ "$line" = "line 20 of 20" ] && break
	done <&3; wait'
script "a script hands it to exec" all "^answer to handed" \
	'echo handed >&3; exec head -n 1 <&3'
script "a trap uses it at the end" all "^answer to goodbye" \
	'trap "echo goodbye >&3; head -n 1 <&3" EXIT; (:); ls / >/dev/null'
# read -u takes the number itself, not a copy by the number 0: a listed one is cut off.
script "subshells that read -u" usual "^answer to b" \
	'for i in a b; do (echo $i >&3; read -r -u 3 line; echo "$line"); done; echo c >&3; head -n 1 <&3'
script "children read, the shell writes" usual "^read: answer to b" \
	'(for i in 1 2; do read -r -u 3 line; echo "read: $line"; done) & echo a >&3; echo b >&3; wait'

# The same by a shell that has no /dev/tcp: who executes it hands it on.
innocent "dash, and its children" all "^answer to c" bash -c \
	'exec 3<>/dev/tcp/127.0.0.1/$PEER; exec dash -c "
	for i in a b; do (echo \$i >&3; read -r line <&3; echo \"\$line\"); done
	echo c >&3; head -n 1 <&3"'
finish
