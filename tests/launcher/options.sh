#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 7: silent and harmless; bad input is one line that says what to do, and env(1)'s
# exit codes. What the shim does with a setting is tested elsewhere.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"

is "$(bare "$probe")" "$unprotected" "bare, 8 children draw one stream"
is "$("$launcher" "$probe" 2>&1)" "$protected" "under the launcher 8 streams, and no other output"
is "$("$launcher" -- "$probe" 2>&1)" "$protected" "-- ends the options"

is "$("$launcher" --version 2>/dev/null)" "forkseed $(sed -n 's/^VERSION := //p' "$root/Makefile")" \
	"--version, on stdout"
help=$("$launcher" --help 2>/dev/null)
is $? 0 "--help exits with 0"
for option in seed seed-rank when clock-seeds keep runtimes connections peers locks audit check report format suppressions audit-wait stuck stuck-action force \
	doctor pid systemd-dropin env-file list-runtimes help version; do
	grep -q -- "^  --$option" <<<"$help"
	ok $? "--help lists --$option"
done
"$launcher" --help >/dev/full 2>"$tmp/err"
is $? 125 "--help on a full device fails"

is "$("$launcher" sh --version 2>&1 | head -n 1)" "$(sh --version 2>&1 | head -n 1)" \
	"options behind the command reach the command"
fails 125 'no command given' "no command" "$launcher"
fails 125 'no command given' "no command behind --" "$launcher" --
fails 125 'no command given' "no command behind an option" "$launcher" --when=fork
fails 125 'unknown option --banana' "an unknown option" "$launcher" --banana "$probe"
fails 125 'unknown option --whe' "options are not abbreviated" "$launcher" --whe=fork "$probe"
fails 125 'unknown option -v' "a short option" "$launcher" -v "$probe"
for option in --when=banana --when=first --when= --when='first-use|fork'; do
	fails 125 "'${option#*=}': known values are first-use|fork" "$option" "$launcher" "$option" "$probe"
done
# From beside it: a long value is cut in the message, and where the tree lies is not ours to say.
fails 125 "'./${probe##*/}': known values are first-use|fork" "a forgotten value" \
	env -C "${probe%/*}" "$launcher" --when "./${probe##*/}"
fails 125 'needs a value: --when=first-use|fork' "a value forgotten at the end" "$launcher" --when
fails 125 "needs a value: .*--seed=TEXT .*needs the '='" "an option where a value belongs" \
	"$launcher" --seed --when=fork "$probe"
fails 125 'needs a value' "-- where a value belongs" "$launcher" --keep -- "$probe"
for value in banana '' 'off,' warn,banana isolate,warn warn,,touch warn,eager off,touch; do
	fails 125 "known are off, warn\[,touch\] and isolate\[,eager\]" "--connections=$value" \
		"$launcher" --connections="$value" "$probe"
done
for value in banana '' 'heal,' heal,wait heal,wait=0 heal,wait=60001 heal,wait=5x heal,heal off,mutexes \
	warn,mutexes mutexes wait=5; do
	fails 125 "known are off, warn and heal\[,mutexes\]\[,wait=MS\]" "--locks=$value" \
		"$launcher" --locks="$value" "$probe"
done
is "$("$launcher" --locks=heal,wait=7,mutexes sh -c "echo \$FORKSEED_LOCKS \${LD_PRELOAD##*/}")" \
	"heal,wait=7,mutexes libforkseed-locks.so" "--locks=heal,wait=7,mutexes preloads the third shim"
is "$("$launcher" --locks=off sh -c "echo \${LD_PRELOAD##*/}")" libforkseed.so "--locks=off does not"
is "$("$launcher" --locks=heal --connections=isolate printenv LD_PRELOAD | tr : '\n' | sed 's:.*/::' | xargs)" \
	"libforkseed.so libforkseed-connections.so libforkseed-locks.so" "all three together"
for value in banana 0 70000 unix: '' '3306,' all,x 3306:5432 -1; do
	fails 125 "peers are PORT, unix:PATTERN and all" "--peers=$value" \
		"$launcher" --connections=isolate --peers="$value" "$probe"
done
fails 125 'takes no value' "a value where none belongs" "$launcher" --force=1 "$probe"
fails 125 'no such command .*--audit=out.json' "--audit out.json: a hint with =" "$launcher" --audit out.json "$probe"
fails 127 'no such command' "a command that is not there" "$launcher" no-such-command
fails 127 'no such command' "a path that is not there" "$launcher" /no/such
fails 127 'a?b?.*no such command' "a name with a line end and an escape" "$launcher" $'a\nb\e[1m'
fails 127 'no such command' "an empty command" "$launcher" ''
fails 126 'cannot be executed' "a directory" "$launcher" "$tmp"
echo : >"$tmp/plain"
fails 126 'cannot be executed' "a file without the x bit" "$launcher" "$tmp/plain"
fails 126 'cannot be executed' "the same, found on PATH" env PATH="$tmp" "$launcher" plain
mkdir "$tmp/dir" && ln -s "$probe" "$tmp/dir/plain"
is "$(PATH=$tmp:$tmp/dir "$launcher" plain)" "$protected" "PATH is searched on behind such a file"
is "$(cd "$tmp/dir" && PATH=:/nowhere "$launcher" plain)" "$protected" \
	"an empty element of PATH is the current directory"
is "$(env -u PATH "$launcher" sh -c 'echo found')" found "without PATH, the usual places"

# shellcheck disable=SC2016 # the command's variables, not ours
show='echo "when=$FORKSEED_WHEN x=$FORKSEED_X"'
is "$("$launcher" --when=fork sh -c "$show")" "when=fork x=" "--when=fork is FORKSEED_WHEN=fork"
is "$("$launcher" --when fork sh -c "$show")" "when=fork x=" "a required value may be the next word"
is "$(FORKSEED_WHEN=fork "$launcher" --when=first-use sh -c "$show" 2>&1)" \
	"when=first-use x=" "an option wins over its variable"
FORKSEED_WHEN=banana FORKSEED_X=1 FORKSEED_PEERS=3306 FORKSEED_LOCKS=x FORKSEED=on FORKSEEDLING=1 \
	"$launcher" sh -c "$show" >"$tmp/out" 2>"$tmp/err"
is "$(cat "$tmp/out")" "when=banana x=1" "unknown settings stay as they are, and the command runs"
is "$(sort "$tmp/err")" "forkseed: ignoring 'banana' in FORKSEED_WHEN: known values are first-use|fork
forkseed: ignoring 'on' in FORKSEED: known values are off
forkseed: ignoring 'x' in FORKSEED_LOCKS: known are off, warn and heal[,mutexes][,wait=MS], MS from 1 to 60000
forkseed: ignoring FORKSEED_X=1: no such setting
forkseed: ignoring the peers 3306: they are for --connections" "and each is named in one line"
for option in --stuck=2 --stuck-action=kill --audit-wait=1 --suppressions="$tmp/none"; do
	name=${option%%=*}
	is "$("$launcher" "$option" sh -c 'echo runs' 2>&1)" \
		"forkseed: ignoring $name: it is for an audit (--audit, --check)
runs" "$name without an audit: said, and the command runs"
done
for value in off -1 99999999999 5s; do
	is "$(FORKSEED_STUCK=$value FORKSEED_AUDIT_WAIT=$value "$launcher" --check sh -c 'sleep 1 & :' 2>&1 | sort)" \
		"forkseed: 0 findings in 0 groups, 3 processes
forkseed: ignoring '$value' in FORKSEED_AUDIT_WAIT: it must be a number from 0 to 86400
forkseed: ignoring '$value' in FORKSEED_STUCK: it must be a number from 0 to 86400" "FORKSEED_AUDIT_WAIT=$value is ignored: the sleep of a second is waited for"
done

# Two that can't both have what they ask for.
both() { is "$("$launcher" "${@:2}" sh -c 'echo runs' 2>&1 | grep -v '0 findings')" "forkseed: ignoring $1
runs" "${*:2}: said, and the command runs"; }
both "--stuck-action=kill: --stuck=0 looks for none" --check --stuck=0 --stuck-action=kill
both "the peers 3306: they are for --connections" --connections=off --peers=3306
both "'none' in --runtimes=none,numpy: it names others" --runtimes=none,numpy
both "'none' in --runtimes=all,none: it names others" --runtimes=all,none
is "$("$launcher" --runtimes=none,+scan sh -c 'echo runs' 2>&1)" runs "none beside +scan says that nothing else is meant"
for option in --force --check --audit --audit="$tmp/none" --report="$tmp/none" --format=github; do
	name=${option%%=*}
	is "$("$launcher" --doctor "$option" "$probe" 2>&1 >/dev/null)" \
		"forkseed: ignoring $name: no command is run" "--doctor $name: its verdict is no check's"
done
is "$(FORKSEED_KEEP=banana "$launcher" --doctor "$probe" 2>&1 >/dev/null | cut -d: -f1,2)" \
	"forkseed: ignoring 'banana' in FORKSEED_KEEP" "--doctor names a setting that is ignored"
fails 125 "one unit at a time" "a drop-in and a file" "$launcher" --systemd-dropin a --env-file b
is "$("$launcher" --systemd-dropin a --force 2>&1 >/dev/null)" "forkseed: ignoring --force: no command is run" "a drop-in forces nothing"
long=$(printf '%5000s' '' | tr ' ' x)
is "$(FORKSEED_X=$long FORKSEED_SEED_RANK=$long "$launcher" sh -c : 2>&1 | awk '{ print (length > 120) }' | xargs)" "0 0" \
	"what is ignored is not printed in full"
printf '{\n\tmine\n\tforkseed:inherited\n}\n' >"$tmp/known"
ln -s known "$tmp/other"
for option in --audit --report --format=junit; do
	separator='='
	[ "$option" != --format=junit ] || separator=:
	fails 125 "--suppressions and $option name one file" "$option, which would write over the suppressions" \
		"$launcher" --check --suppressions="$tmp/other" "$option$separator$tmp/known" sh -c 'echo runs'
done
is "$(sed -n 2p "$tmp/known")" "	mine" "they are as they were"
is "$(FORKSEED_STUCK=2 FORKSEED_SUPPRESSIONS=none "$launcher" sh -c : 2>&1)" "" "variables may be there for others"
is "$(FORKSEED_WHEN=fork FORKSEED='' "$launcher" sh -c : 2>&1)" "" "known settings pass in silence"
is "$(FORKSEED=off "$launcher" "$probe" 2>&1)" 'shim=yes secure=0 streams=1/8' \
	"FORKSEED=off: the launcher works, the shim is inert"
finish
