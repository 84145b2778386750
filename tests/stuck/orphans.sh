#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Children that wait for ever on what a thread of their parent's held at the fork: they hang
# bare, and are named, placed and ended by an audit, which fails.
# Takes long.
. "$(dirname "$0")/../lib.sh"

# watch ACTION NAME COMMAND...: into $tmp/NAME.out, .err and .status.
watch() {
	local action=$1 name=$2
	shift 2
	timeout -k 5 60 "$launcher" --check --stuck=1 --stuck-action="$action" "$@" \
		>"$tmp/$name.out" 2>"$tmp/$name.err"
	echo $? >"$tmp/$name.status"
}

# Where forkseed-audit may not look (Yama), the launcher still knows a lock by its word.
mkdir "$tmp/bin"
cp "$launcher" "$build"/libforkseed*.so "$tmp/bin"
# shellcheck disable=SC2016 # the script that is written expands them
printf '#!/bin/sh\ncase $1 in --stuck=*) exit 125 ;; esac\nexec "%s" "$@"\n' \
	"$build/forkseed-audit" >"$tmp/bin/forkseed-audit"
chmod +x "$tmp/bin/forkseed-audit"

# What is left when the command has ended is looked at once more, however short it waited.
cat >"$tmp/leaves.sh" <<END
"$programs/stuck/orphans" mutex >/dev/null &
sleep 2
END

# Most of the time they wait: all at once, and judged below.
for kind in mutex heap rwlock-write rwlock-read condition semaphore localtime getpwnam setenv setlocale \
	aio lookup robust-alone threads crowd loggers robust; do
	{
		timeout -k 10 3 "$programs/stuck/orphans" $kind >"$tmp/$kind.bare"
		echo $? >>"$tmp/$kind.bare"
	} &
	watch kill $kind "$programs/stuck/orphans" $kind &
done
for bounded in mutex:60 setenv:60 threads:60 condition:6 semaphore:6 parked:6; do
	kind=${bounded%:*}
	timeout -k 10 "${bounded#*:}" "$tmp/bin/forkseed" --check --stuck=1 --stuck-action=kill \
		"$programs/stuck/orphans" "$kind" >"$tmp/$kind.unseen" 2>/dev/null &
done
watch abort abort --audit="$tmp/lines" --report="$tmp/page.html" "$programs/stuck/orphans" heap &
{
	timeout -k 10 60 "$launcher" --audit="$tmp/json" --stuck=1 "$programs/stuck/orphans" mutex \
		>"$tmp/report.out" 2>"$tmp/report.err" &
	until grep -qs 'is stuck' "$tmp/report.err" || ! kill -0 $!; do sleep 0.1; done
	sleep 5
	kill $!
} 2>/dev/null &
timeout -k 10 4 "$launcher" --audit --stuck=0 "$programs/stuck/orphans" mutex >/dev/null 2>"$tmp/none.err" &
{
	timeout -k 10 30 "$launcher" --check --audit-wait=1 --stuck-action=kill bash "$tmp/leaves.sh" 2>/dev/null
	echo $? >"$tmp/leaves.status"
} &
wait

# orphan KIND WANTED [WHO]: WANTED is a pattern for what the report says of the lock, WHO of
# whom needs it.
orphan() {
	local kind=$1
	is "$(paste -sd/ "$tmp/$kind.bare")" "hung/124" "$kind: bare, a child hangs and its parent with it"
	is "$(cat "$tmp/$kind.status")/$(tail -n 1 "$tmp/$kind.out")" "99/ended by 9" "$kind: found, and ended"
	grep -Eq "^    ${3:-it} (waits for|spins on) $2" "$tmp/$kind.err"
	ok $? "$kind: what it waits for is named"
	grep -q '^    forked in start (.*orphans.c:[0-9]*)' "$tmp/$kind.err"
	ok $? "$kind: so is the line that forked"
	is "$(grep -c '^forkseed: 1 child will wait for ever' "$tmp/$kind.err")" 1 \
		"$kind: one finding in the report"
	sed "s/^/# /" "$tmp/$kind.err" | grep -E "waits for|spins on"
}

nobody='no thread of this process holds it'
orphan mutex 'mutex in orphans \(a mutex\): its owner, thread [0-9]+, does not exist in this process'
orphan heap 'the heap \(a mutex\): its owner, thread [0-9]+, does not'
orphan rwlock-write 'rwlock\+[0-9]+ in orphans \(a read-write lock\): its owner'
orphan rwlock-read 'rwlock\+[0-9]+ in orphans \(a read-write lock\): its owner'
orphan condition 'condition\+[0-9]+ in orphans: the threads that would wake it'
orphan semaphore 'semaphore.* in orphans: the threads that would wake it'
orphan robust-alone 'robust in orphans \(a mutex\): its owner, thread [0-9]+, does not'
several='all of its [2-6] threads wait; thread [0-9]+'
orphan threads 'mutex in orphans \(a mutex\): its owner, thread [0-9]+, does not' "$several"
orphan crowd 'mutex in orphans \(a mutex\): its owner, thread [0-9]+, does not' "$several"
orphan robust 'robust in orphans \(a mutex\): its owner, thread [0-9]+, does not' "$several"
orphan loggers "tzset_lock in libc(.so.6|-[0-9.]*so): $nobody" "$several"
orphan localtime "tzset_lock in libc(.so.6|-[0-9.]*so): $nobody"
orphan getpwnam "lock in libc(.so.6|-[0-9.]*so): $nobody"
orphan setenv "envlock in libc(.so.6|-[0-9.]*so): $nobody"
orphan setlocale "(.*libc[.-].*: (its owner|$nobody)|a lock that no thread)"
pool="something on its stack: its pool's threads are not in this process"
orphan aio "($pool|.*aio_requests_mutex.*: its owner|.*aio_new_request_notification.*: the threads)"
orphan lookup "($pool|.*gai_requests_mutex.*: its owner|.*gai_new_request_notification.*: the threads)"

is "$(cat "$tmp/abort.status")/$(tail -n 1 "$tmp/abort.out")" "99/ended by 6" "abort: ended by SIGABRT"
# told FILE: where the finding waits, by the report or the page.
told() {
	python3 - "$1" <<'END'
import json, re, sys
lines = [json.loads(line) for line in open(sys.argv[1]) if line.startswith('{"type":')]
finding, = [line for line in lines if line.get("kind") == "stuck"]
frames = finding["draw"]
if not isinstance(frames, list):
    frames, = [line["frames"] for line in lines if line["type"] == "trace" and line["id"] == frames]
functions = [frame["function"] for frame in frames]
print(*[name for name in functions if name in ("start", "run", "main")])
END
}
is "$(told "$tmp/lines")" "start run main" "the report has the stack that it waits in"
is "$(told "$tmp/page.html")" "start run main" "so has the page"

grep -q 'is stuck: it has waited for [1-9][0-9]* seconds' "$tmp/report.err"
ok $? "report: told at once, while it still waits"
is "$(tail -n 1 "$tmp/report.out")" hung "report: and left alone"
is "$(grep -c 'is stuck' "$tmp/report.err")" 1 "report: and told of once, however long it waits"
is "$(grep -c 'is stuck' "$tmp/none.err")" 0 "--stuck=0 looks for none"
is "$(cat "$tmp/leaves.status")" 99 "a child that is left hanging is a finding"

for kind in mutex setenv threads condition semaphore parked; do
	case $kind in
	condition | semaphore | parked) wanted=hung ;;
	*) wanted="ended by 9" ;;
	esac
	is "$(tail -n 1 "$tmp/$kind.unseen")" "$wanted" "without a look into it: $kind: $wanted"
done

for bad in --stuck=x --stuck=-1 --stuck-action=hang; do
	"$launcher" --check "$bad" true 2>"$tmp/err"
	is "$?/$(wc -l <"$tmp/err")" "125/1" "$bad is one line"
done
finish
