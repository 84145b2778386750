#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --connections where the kernel does not say who opened a connection: nothing is touched,
# nothing told, and the doctor says so beforehand. What else it says of the second shim: is
# it loaded, into a command or a process, and what bypasses it.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
. "$(dirname "$0")/doctor.bash"
filtered=$programs/launcher/filtered
inherits=("$programs/launcher/inherits" 127.0.0.1 127.0.0.2)
isolate=("$launcher" --connections=isolate --peers=all)
second=$build/libforkseed-connections.so
tells='connections: the kernel tells client connections from accepted ones'
unknown='connections: unknown: left alone .*'
bypasses='connections: not seen are .* RTLD_DEEPBIND.*: for these, isolate,eager'
cc=${CC:-cc}

shared="pc pc refused=0"
is "$(bare "${inherits[@]}")" "$shared" "bare, a child writes into its parent's connections"
is "$(bare "$filtered" tcp-info "${inherits[@]}")" "$shared" "where the kernel knows no TCP_INFO, too"

# What follows needs a kernel that tells, or has little to show.
"$launcher" --doctor "$probe" >"$tmp/told"
if ! told "$tells"; then
	skip "$(grep '^connections: ' "$tmp/told")" "the kernel tells client connections"
	finish
	exit 0
fi
ok 0 "the doctor: the kernel tells client connections from accepted ones"
is "$("${isolate[@]}" "${inherits[@]}" 2>&1)" "p p refused=2" "isolate: the child is cut off"
is "$("$filtered" tcp-info "${isolate[@]}" "${inherits[@]}" 2>&1)" "$shared" \
	"without TCP_INFO isolate touches nothing"
is "$("$filtered" tcp-info "$launcher" --connections=isolate,eager --peers=all "${inherits[@]}" 2>&1)" \
	"$shared" "and isolate,eager touches nothing"

# What the doctor says of what bypasses the hooks.
for way in stdio raw; do
	bypass=("${inherits[0]}" "$way" "${inherits[@]:1}")
	is "$("${isolate[@]}" "${bypass[@]}" 2>&1)" "$shared" "$way: isolate does not see it"
	is "$("$launcher" --connections=isolate,eager --peers=all "${bypass[@]}" 2>&1)" "p p refused=2" \
		"$way: isolate,eager has cut it off"
done

# warned MODE PREFIX...: exit status and kinds of findings.
warned() {
	local mode=$1
	shift
	"$@" "$launcher" --check --audit="$tmp/report" --connections="$mode" "${inherits[@]}" \
		>"$tmp/out" 2>"$tmp/err"
	echo "$? $(cat "$tmp/out")" "$(grep -o '"kind":"[^"]*"' "$tmp/report" | tr -d '\n')"
}
if [ -x "$build/forkseed-audit" ]; then
	is "$(warned warn env)" "99 $shared \"kind\":\"shared-use\"\"kind\":\"shared-use\"" "warn: two findings"
	is "$(warned warn,touch env | grep -o touch | wc -l)" 2 "warn,touch: a first use of each is one as well"
	is "$(grep -o '"stream":[0-9]*' "$tmp/report" | sort | uniq -c | xargs)" \
		'2 stream:1 2 stream:2' "findings about one connection have one number"
	is "$(warned warn,touch "$filtered" tcp-info)" "0 $shared " "without TCP_INFO none, not even of touches"
else
	lacks libdw-dev "warn"
fi

verdict 0 'yes: ' "the doctor without --connections" "$filtered" tcp-info "$launcher" --doctor "$probe"
says "$unknown" "says that the kernel does not tell"
verdict 1 'in part: .*, but leaves its TCP connections alone' "with --connections" \
	"$filtered" tcp-info "${isolate[@]}" --doctor "$probe"
verdict 0 'yes: ' "with --connections=off" "$filtered" tcp-info "$launcher" --connections=off --doctor "$probe"
verdict 0 'yes: ' "where there are no sockets" "$filtered" socket "$launcher" --connections=warn --doctor "$probe"
says 'connections: not known: .*' "it does not know"
verdict 0 'yes: ' "where they kill" "$filtered" socket-kills "$launcher" --connections=warn --doctor "$probe"
says 'connections: not known: .*' "nor there, and lives"
verdict 0 'yes: ' "with children's ends ignored" env --ignore-signal=CHLD "$launcher" --doctor "$probe"
says "$tells" "it knows"

verdict 0 'yes: ' "the second shim" "${isolate[@]}" --doctor "${inherits[0]}"
says 'proof: ld.so loads the second shim as well, and [1-9][0-9]* references lead there' "ld.so loads it"
says "$bypasses" "what it can't see is told"
verdict 0 'yes: ' "with eager" "$launcher" --connections=isolate,eager --doctor "${inherits[0]}"
is "$(grep -c RTLD_DEEPBIND "$tmp/told")" 0 "there is nothing of that kind"
verdict 0 'yes: ' "by FORKSEED_CONNECTIONS" env FORKSEED_CONNECTIONS=warn "$launcher" --doctor "${inherits[0]}"
says 'proof: .*second shim.*' "the same"
verdict 0 'yes: ' "without --connections" "$launcher" --doctor "${inherits[0]}"
is "$(grep -c 'second shim' "$tmp/told")" 0 "the second shim is not asked for"
cp "$launcher" "$build/forkseed-probe" "$shim" "$tmp"
fails 125 'connections needs .*libforkseed-connections.so: No such' "a second shim that is not there" \
	"$tmp/forkseed" --connections=isolate --doctor "$probe"
echo broken >"$tmp/libforkseed-connections.so"
verdict 1 'no: .*without the second shim' "one that ld.so can't load" \
	"$tmp/forkseed" --connections=isolate --doctor "$probe"

echo 'void php_mt_rand(void) {} int main(void) { return 0; }' | $cc -rdynamic -x c - -o "$tmp/php"
verdict 1 'in part: .*PHP$' "a program that is PHP, by a name in it" "${isolate[@]}" --doctor "$tmp/php"
says 'connections: PHP loads its extensions with RTLD_DEEPBIND: use isolate,eager' "eager is advised"
verdict 1 'in part: .*PHP, and leaves its TCP connections alone' "with two shortcomings both are told" \
	"$filtered" tcp-info "${isolate[@]}" --doctor "$tmp/php"

trap '[ -z "${pid-}" ] || kill "$pid" 2>/dev/null; rm -rf "$tmp"' EXIT
running "${isolate[@]}" sleep 300
verdict 0 'yes: ' "a process with the second shim" "$launcher" --doctor --pid "$pid"
says "second shim: $second, FORKSEED_CONNECTIONS=isolate" "both are told"
says "$bypasses" "and what bypasses it"
verdict 1 'in part: .*leaves its TCP' "seen where the kernel does not tell" \
	"$filtered" tcp-info "$launcher" --doctor --pid "$pid"
kill "$pid"
running "$launcher" sleep 300
verdict 0 'yes: ' "a process without it" env --ignore-signal=CHLD "$launcher" --doctor --pid "$pid"
says "second shim: not loaded, no FORKSEED_CONNECTIONS" "is told to have none"
says "$tells" "and what the kernel can do"
kill "$pid"
running env FORKSEED_CONNECTIONS=isolate LD_PRELOAD="$shim" sleep 300
verdict 1 'no: .*has FORKSEED_CONNECTIONS without the second shim' "one that lacks it" \
	"$launcher" --doctor --pid "$pid"
kill "$pid"
finish
