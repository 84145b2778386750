#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How many instructions the hot paths take: those of bench/instructions, which a change may
# lower, or raise with a reason in its commit. No clock is asked. The figures are of the compiler
# that the file names; another's may lie half as much above them. Other versions of libc and
# Python differ bare: what the shim adds to them is compared.
#
# Takes long.
# bench/instructions is written anew by: COUNT_ANEW=1 tests/bench/instructions.sh
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
recorded=$root/bench/instructions
bench=$build/bench

# Paths lie on the stack, which an audit copies: they are as long everywhere.
here=$tmp/here
mkdir "$here"
cp "$build"/*.so "$launcher" "$build"/forkseed-* "$bench"/{draws,marks,nothing} "$root"/bench/*.py "$here"
cd "$here" || exit 1

# Without its word that a process has one thread each draw takes a lock.
if older_libc 2.32; then
	skip "glibc before 2.32 does not say how many threads there are" "instructions of the hot paths"
	finish
	exit 0
fi

# called CALLS FUNCTION MODE: instructions of a whole run, by callgrind.
called() {
	valgrind --tool=callgrind --callgrind-out-file=/dev/null ./draws "$2" "$3" "$1" 2>&1 >/dev/null |
		sed -n 's/.*I *refs: *//p' | tr -d ,
}

# calls PRELOAD FUNCTION MODE: of a call in hundredths; start and end cancel out.
calls() {
	local few many
	export LD_PRELOAD=$1
	few=$(called 1000 "$2" "$3")
	many=$(called 3000 "$2" "$3")
	unset LD_PRELOAD
	echo $(((many - few) / 20))
}

# steps PRELOAD PROCESS SETTING COMMAND...: of a stretch less an empty one: the last one of the
# parent, or of its last child.
steps() {
	local preload=$1 process=$2 setting=$3 program=./$4
	shift 4
	rm -f audit.raw
	setting=${setting/%=audit/=$here/audit}
	"$bench/steps" env -i PYTHONHASHSEED=0 LD_PRELOAD="$preload" "${setting/#-/NO=}" "$program" "$@" |
		awk -v of="$process" 'NR == 1 { empty = $2 } { last[$1 > 0] = $2 } END { print last[of == "child"] - empty }'
}

# starts PRELOAD COMMAND...: from the launcher's first instruction to its execve(2).
starts() {
	if [ -z "$1" ]; then echo 0; else env -i "$bench/steps" --start ./forkseed "./$2" | sed -n 's/^0 //p'; fi
}

# percent: what may be added to a recorded figure.
percent() {
	local ours
	ours=$("${CC:-gcc}" -dumpversion 2>/dev/null)
	if [ "$(uname -m) gcc ${ours%%.*}" = "$(sed -n 's/^# of: //p' "$recorded")" ]; then echo 3; else echo 100; fi
}

# lacking KIND COMMAND: true where it can't be counted here, which is said.
lacking() {
	case $* in
	calls*) ! need valgrind "instructions of calls" ;;
	starts*) strings -a "$launcher" | grep -q '^glibc\.' && lacks musl-tools "instructions of the launcher's start (a start of glibc's takes more)" ;;
	*numpy*) ! /usr/bin/python3 -c 'import numpy' 2>/dev/null && lacks python3-numpy "instructions of NumPy's draws" ;;
	*) false ;;
	esac
}

# compare KIND ARGUMENTS... BARE SHIM: a line of the file.
compare() {
	local words=("${@:1:$#-2}") old_bare=${*: -2:1} old=${*: -1} bare now most
	! lacking "${words[@]}" || return
	# What callgrind counts takes a second each time: of calls the recorded figure will do.
	bare=$old_bare
	[ "${words[0]}" = calls ] && [ -z "${COUNT_ANEW-}" ] || bare=$("${words[0]}" "" "${words[@]:1}")
	now=$("${words[0]}" ./libforkseed.so "${words[@]:1}")
	most=$((bare + old - old_bare + old * more / 100))
	[ "${now:-0}" -gt 0 ] && [ "$now" -le "$most" ]
	ok $? "${words[*]}: $now instructions, bare $bare (recorded: $old, $old_bare)"
	[ -z "${COUNT_ANEW-}" ] || sed -i "s|^${words[*]} $old_bare $old\$|${words[*]} $bare $now|" "$recorded"
}

"$bench/steps" ./nothing >/dev/null 2>&1 || {
	skip "ptrace(2) is not permitted" "instructions of the hot paths"
	finish
	exit 0
}
more=$(percent)
echo "# up to $more % more than recorded; of calls in hundredths"
while read -r line; do
	# shellcheck disable=SC2086 # words
	compare $line </dev/null
done < <(grep -v '^#' "$recorded")
finish
