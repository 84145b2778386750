#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 7: the launcher is gone once the command runs. Status, signals, words,
# environment and descriptors are the command's own; strace is the outside witness.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"

is "$(bare "$probe") $("$launcher" "$probe" 2>&1)" "$unprotected $protected" \
	"one stream bare, 8 under the launcher"
for status in 0 1 7 99 125 126 127 255; do
	is "$(status_of "$launcher" "$probe" exit $status)" "$status" "exit status $status"
done
for signal in 1 6 9 15; do
	is "$(status_of "$launcher" "$probe" kill $signal)" $((128 + signal)) "death by signal $signal"
done
is "$("$launcher" "$probe" words 'a b' '' '*' -- --force $'new\nline')" \
	"$("$probe" words 'a b' '' '*' -- --force $'new\nline')" "words reach the command untouched"
is "$(cd "$(dirname "$probe")" && PATH=. "$launcher" probe words)" '[probe][words]' \
	"the command sees its name as it was typed"
is "$(echo input | "$launcher" cat)" input "stdin"
sleep 60 &
"$launcher" sleep 60 &
child=$!
for ((i = 0; i < 500; i++)); do
	[ "$(cat /proc/$child/comm)" = sleep ] && break
	sleep 0.01
done
is "$(cat /proc/$child/comm)" sleep "the process that was started becomes the command"
kill -TERM %1 $child
wait $child
is $? 143 "and a signal sent to it is the command's"

own_variables() { grep -v -e '^LD_PRELOAD=' -e '^_=' | sort; }
is "$(env -i A=1 'B=x y' EMPTY= LD_PRELOAD= "$launcher" /usr/bin/env | own_variables)" \
	"$(env -i A=1 'B=x y' EMPTY= /usr/bin/env | own_variables)" "the environment but LD_PRELOAD"
is "$(env -i "$launcher" "$probe" 2>&1)" "$protected" "an empty environment"
is "$("$probe" twice "$launcher" "$probe" 2>&1)" "$protected" "LD_PRELOAD twice in the environment"

is "$("$launcher" "$probe" fds 9</dev/null 8<&0)" "$("$probe" fds 9</dev/null 8<&0)" \
	"no descriptor is closed or left open"
is "$("$launcher" "$probe" fds 0<&- 2>&-)" "$("$probe" fds 0<&- 2>&-)" \
	"nor with stdin and stderr closed"
is "$(status_of "$launcher" --banana 2>&-)" 125 "an error with stderr closed"

if need strace "one execve of the command, nothing else started"; then
	strace -f -o "$tmp/trace" -e trace=execve,execveat,fork,vfork,clone,clone3,openat,open \
		"$launcher" "$probe" exit 0
	is "$(grep -c 'execve(' "$tmp/trace")" 2 "two execve: the launcher's own and the command's"
	is "$(grep -c 'execve("'"$probe" "$tmp/trace")" 1 "one of them is the command's"
	is "$(grep -cE '(fork|clone3?)\(' "$tmp/trace")" 0 "no process and no thread is made"
	is "$(sed "/execve(\"${probe//\//\\/}/q" "$tmp/trace" | grep 'open' | grep -vc O_CLOEXEC)" 0 \
		"every file the launcher opens is closed on exec"
fi
finish
