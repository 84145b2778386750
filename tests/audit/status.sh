#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --audit and --check as a parent: status, signals, stops, what the command leaves behind,
# suppressions, and bad input in one line each.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand what is quoted
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
hazards=$programs/audit/hazards innocents=$programs/audit/innocents

# status WANTED NAME COMMAND...
status() {
	local wanted=$1 name=$2
	shift 2
	"$@" >"$tmp/out" 2>"$tmp/summary"
	is $? "$wanted" "$name: $wanted"
}
status 0 "a clean command under --check" "$launcher" --check "$innocents" no_fork
says '^forkseed: 0 findings in 0 groups, 1 process$' "one line on stderr"
status 3 "a clean command's own status" "$launcher" --check sh -c 'exit 3'
status 99 "findings under --check" "$launcher" --check "$hazards" inherit_random
status 7 "--check=7" "$launcher" --check=7 "$hazards" inherit_random
status 0 "findings under --audit" "$launcher" --audit "$hazards" inherit_random
status 99 "findings although the command fails" "$launcher" --check sh -c '"$0" inherit_random; exit 3' "$hazards"
status 143 "a command that a signal ended" bash -c '"$0" --check sh -c "kill -TERM \$\$"' "$launcher"
status 127 "a command that is not there" "$launcher" --check no-such-command
echo : >"$tmp/plain"
status 126 "one that can't be executed" "$launcher" --check "$tmp/plain"
printf '#!/no/such/interpreter\n' >"$tmp/script" && chmod +x "$tmp/script"
status 127 "one without its interpreter" "$launcher" --check "$tmp/script"
is "$(wc -l <"$tmp/summary")" 1 "and then there is no report"
mkdir "$tmp/temporary"
TMPDIR=$tmp/temporary "$launcher" --check true 2>/dev/null
is "$(ls "$tmp/temporary")" "" \
	"no file is left behind"

# What the launcher must not change: stdin, descriptors, signal mask and dispositions.
is "$(echo in | "$launcher" --audit cat 2>/dev/null)" in "stdin is the command's"
show='ls /proc/self/fd | wc -l; grep -E "^Sig(Blk|Ign|Cgt)" /proc/self/status; cat /proc/self/limits'
is "$("$launcher" --audit sh -c "$show" 2>/dev/null)" "$(sh -c "$show")" "descriptors, signals, limits as bare"
is "$(bash -c 'trap "" HUP CHLD; "$0" --audit grep SigIgn /proc/self/status' "$launcher" 2>/dev/null)" \
	"$(bash -c 'trap "" HUP CHLD; grep SigIgn /proc/self/status')" "ignored signals stay ignored"

# Signals that are sent to the launcher alone reach the command.
cat >"$tmp/traps" <<'END'
for signal in HUP USR1 USR2 ALRM WINCH; do trap "echo $signal" $signal; done
trap 'exit 42' TERM
echo ready
while :; do sleep 0.05; done
END
"$launcher" --check bash "$tmp/traps" >"$tmp/traps.out" 2>/dev/null &
pid=$!
until_said ready "$tmp/traps.out"
for signal in HUP USR1 USR2 ALRM WINCH TERM; do
	kill -$signal $pid
	[ $signal = TERM ] || until_said $signal "$tmp/traps.out"
done
wait $pid
is "$? $(xargs <"$tmp/traps.out")" "42 ready HUP USR1 USR2 ALRM WINCH" "signals are handed on"

# Daemons are waited for, and their draws seen; not for ever.
status 99 "a daemon's children" "$launcher" --check sh -c '(sleep 0.3; exec "$0" inherit_random) >/dev/null &' "$hazards"
status 0 "a daemon that goes on" "$launcher" --check --audit-wait=1 sh -c '(exec sleep 60 >/dev/null) & echo $! >"$0"' "$tmp/daemon"
says '^forkseed: 1 process was still running' "is counted"
kill "$(cat "$tmp/daemon")"
is $? 0 "and goes on"

# Suppressions.
cat >"$tmp/known" <<'END'
# Looked at, and lived with.
{
   the hazard's own children
   forkseed:inherited
   generator:random
   fun:inherit_ran*
}
{
   nobody's
   forkseed:same-seed
   obj:*/no-such-object
}
END
status 0 "a finding that is suppressed" "$launcher" --check --suppressions="$tmp/known" "$hazards" inherit_random
says ', 3 suppressed$' "is counted"
says "known:8: suppression 'nobody's' matched nothing" "a suppression that nothing needs is reported"
status 0 "the same by FORKSEED_SUPPRESSIONS" env FORKSEED_SUPPRESSIONS="$tmp/known" \
	"$launcher" --check "$hazards" inherit_random
status 99 "another finding" "$launcher" --check --suppressions="$tmp/known" "$hazards" inherit_drand48
says ' 0 suppressed\|group, 4 processes$' "is not suppressed"
# known_detail PATTERN: such a finding is suppressed; the others of two connections are not.
inherits=("$programs/launcher/inherits" 127.0.0.1 127.0.0.2)
known_detail() {
	printf '{\n that one\n forkseed:shared-use\n detail:%s\n}\n' "$1" >"$tmp/detail"
	"$launcher" --check --connections=warn --suppressions="$tmp/detail" "${inherits[@]}" \
		2>"$tmp/summary" | xargs
	grep -o '^    127[^:]*' "$tmp/summary" | xargs
	tail -n 1 "$tmp/summary"
}
"$launcher" --doctor --connections=warn "${inherits[0]}" >"$tmp/told"
if grep -q '^connections: the kernel tells' "$tmp/told"; then
	is "$(known_detail 'no:such')" "pc pc refused=0
127.0.0.1 127.0.0.2
forkseed: $tmp/detail:1: suppression 'that one' matched nothing" "two shared connections"
	is "$(known_detail '127.0.0.2:*')" "pc pc refused=0
127.0.0.1
forkseed: 1 finding in 1 group, 2 processes, 1 suppressed" "detail: suppresses one peer, and not the other"
	is "$(known_detail '127.0.0.?')" "pc pc refused=0
127.0.0.1 127.0.0.2
forkseed: $tmp/detail:1: suppression 'that one' matched nothing" "and must match the whole"
	is "$(known_detail '*, written by two *')" "pc pc refused=0

forkseed: 0 findings in 0 groups, 2 processes, 2 suppressed" "or what happened"
	status 99 "of what has no detail" "$launcher" --check --suppressions="$tmp/detail" "$hazards" inherit_random
else
	skip "$(grep '^connections: ' "$tmp/told")" "detail: suppresses one peer, and not the other"
fi
printf '{\n all\n forkseed:*\n obj:*/hazards\n}\n' >"$tmp/all"
status 0 "by object, whatever it is" "$launcher" --check --suppressions="$tmp/all" "$hazards" same_seed

# wrong TEXT WHAT: one line names the file and the line, before the command runs.
wrong() {
	printf '%b' "$1" >"$tmp/wrong"
	fails 125 "$2" "suppressions with an error: $2" "$launcher" --check --suppressions="$tmp/wrong" \
		sh -c 'echo ran'
}
wrong 'x\n' 'wrong:1: expected {'
wrong '{\n a\n}\n' 'wrong:3: forkseed:KIND is missing'
wrong '{\n a\n fun:x\n}\n' 'wrong:3: forkseed:KIND must follow the name'
wrong '{\n a\n forkseed:x\n banana\n}\n' 'wrong:4: expected forkseed:'
wrong '{\n a\n forkseed:\n}\n' 'wrong:3: a pattern is missing'
wrong '{\n a\n forkseed:x\n' 'wrong:3: } is missing'
fails 125 "no-such-file: No such file" "a suppressions file that is not there" \
	"$launcher" --check --suppressions="$tmp/no-such-file" true

# Bad input.
for code in 0 256 -1 x '' 99999999999; do
	fails 125 "'$code': it must be a number from 1 to 255" "--check='$code'" "$launcher" "--check=$code" true
done
fails 125 "'-1': it must be a number" "--audit-wait=-1" "$launcher" --audit --audit-wait=-1 true
fails 125 "'': it must name a file" "--audit=" "$launcher" --audit= true
fails 125 "cannot write the report /no/such/file: No such" "an unwritable FILE" "$launcher" --audit=/no/such/file true
ln -s "$tmp/target" "$tmp/link"
fails 125 "it is a symbolic link" "FILE is a symbolic link" "$launcher" --audit="$tmp/link" true
fails 125 "not a regular file" "FILE is a device" "$launcher" --audit=/dev/full true
fails 125 "Is a directory" "FILE is a directory" "$launcher" --audit="$tmp" true
: >"$tmp/busy.raw"
fails 125 "busy.raw is there already" "another audit is at work" "$launcher" --audit="$tmp/busy" true

# The command cuts the recording off. (It does not map it itself: that would end it.)
mkdir "$tmp/cut"
for size in 0 4096 1000000; do
	cut='truncate -s "$1" "$0"/*/findings.raw; exit 3'
	fails 125 'findings.raw: cut off' "a recording that is cut off at $size: one line, not a signal" \
		env TMPDIR="$tmp/cut" "$launcher" --check env -u LD_PRELOAD sh -c "$cut" "$tmp/cut" $size
	is "$(ls "$tmp/cut")" "" "and no file is left behind"
done
status 3 "the same under --audit" env TMPDIR="$tmp/cut" "$launcher" --audit env -u LD_PRELOAD sh -c "$cut" "$tmp/cut" 0
for signal in ignored caught; do
	trap=''; [ $signal = ignored ] || trap='exit 42'
	"$launcher" --audit bash -c 'trap "$0" BUS; echo ready >"$1"; for i in {1..40}; do sleep 0.05; done; exit 43' \
		"$trap" "$tmp/bus-$signal" 2>/dev/null &
	pid=$!
	until_said ready "$tmp/bus-$signal"
	kill -BUS $pid
	wait $pid
	is "$?" "$([ $signal = ignored ] && echo 43 || echo 42)" "SIGBUS that is sent to the launcher: the command's, $signal"
done

# Full disks: of the recording, before the command runs; of a report, afterwards.
mkdir "$tmp/full"
[ "$(id -u)" -eq 0 ] && map_root=() || map_root=(-r)
# on_full COMMAND...: in which $tmp/full is a file system of its own, of 64 KB, all used. Root
# needs no user namespace for that, and in a chroot gets none.
on_full() {
	unshare -m "${map_root[@]}" bash -c 'mount -t tmpfs -o size=64k none "$0" && ! cat /dev/zero 2>&- >"$0/rest" && "$@"' \
		"$tmp/full" "$@"
}
if on_full true 2>/dev/null; then
	fails 125 "cannot make .*/full/.*No space left on device" "no room for the recording" \
		on_full env TMPDIR="$tmp/full" "$launcher" --check true
	fails 125 "cannot make .*/full/report.raw: No space left on device" "nor beside FILE" \
		on_full "$launcher" --audit="$tmp/full/report" true
	for option in --report= --format=gitlab: --format=junit:; do
		on_full "$launcher" --check "$option$tmp/full/report" "$hazards" inherit_random >/dev/null 2>"$tmp/err"
		is "$? $(tail -n 1 "$tmp/err")" "125 forkseed: $tmp/full/report: No space left on device" \
			"no room for $option"
	done
else
	skip "no file system can be mounted here" "a full disk"
fi
cp "$launcher" "$shim" "${shim%.so}-execs.so" "$tmp" # without forkseed-audit beside it
is "$(env -u MAKEFLAGS -u MAKELEVEL make -s -C "$root" audit-if-possible has_libdw=false)" \
	"make: without libdw-dev there is no forkseed-audit, and no --audit: make deps-audit" \
	"make without libdw-dev says in one line what is missing"
fails 125 "there is no .*/forkseed-audit" "forkseed-audit is missing" "$tmp/forkseed" --audit true
finish
