#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# --locks=heal where a gate could do harm: threads that are cancelled or jump out of a
# call, sit inside for long, come and go; forks from handlers, from inside, in every way;
# a logger that locks in its fork handlers. A fork that gave up is told once.
# Takes long.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/locks.bash"

# of CASE: the program that has it.
of() {
	case $1 in
	long | cancelled | unjoined | jumped) echo "$programs/locks/stays" ;;
	minutes | handed | owned | waiting | cancelled_wait | unmapped | reused) echo "$programs/locks/held" ;;
	*) echo "$programs/locks/forking" ;;
	esac
}

# healed CASE WANTED: the output with the gate.
healed() { is "$(runs 60 "$launcher" --locks=heal,wait=2000 "$(of "$1")" "$1")" "$2" "$1: ${2//$'\n'/, }"; }

ways="fork: hung=0
_Fork: hung=0
forkpty: hung=0
clone: hung=0
daemon: hung=0"
all_hang() {
	bare=$(runs 60 "$(of ways)" ways 300)
	[ "$(grep -c 'hung=[1-9]' <<<"$bare")" -eq 5 ]
}
sees all_hang
ok $? "bare, children hang however they were made"
echo "# ${bare//$'\n'/, }"
is "$(runs 60 "$launcher" --locks="heal$patient" "$(of ways)" ways)" "$ways" "none of any kind with the gate"

healed long "long: slow=1 hung=0"
healed cancelled "cancelled: slow=0 hung=0"
healed unjoined "cancelled: slow=0 hung=0"
healed jumped "jumped: slow=0 hung=0"
healed inside "from inside: bad=0"
healed handlers "handlers: hung=0 slow=0"
healed logger "logger: hung=0 slow=0"
healed signals "signals: hung=0"
healed crowd "crowd: hung=0"
healed generations "generations: hung=0"
healed forkers "forkers: hung=0"
mutexed() {
	is "$(runs 60 "$launcher" --locks=heal,wait=2000,mutexes "$(of "$1")" "$1")" "$2" "$1: $2, when mutexes count"
}
mutexed minutes "minutes: slow=1 hung=0"
mutexed handed "handed on: slow=1"
mutexed owned "owned: slow=0"
mutexed waiting "waiting: slow=0"
mutexed cancelled_wait "cancelled_wait: slow=0"
mutexed unmapped "unmapped: slow=0"
mutexed reused "reused: slow=1"
is "$(runs 60 "$launcher" --locks=heal,wait=2000,mutexes "$(of logger)" logger)" "logger: hung=0 slow=0" \
	"logger: the same when mutexes count"
is "$(FORKSEED=off runs 60 "$launcher" --locks=heal "$(of long)" long)" "long: slow=0 hung=0" \
	"FORKSEED=off: no fork waits"
is "$(runs 60 "$launcher" --locks=heal,wait=10 "$(of long)" long)" "long: slow=0 hung=0" "wait=10"

if [ -x "$build/forkseed-audit" ]; then
	runs 60 "$launcher" --check --locks=heal --audit="$tmp/report" "$(of long)" long >"$tmp/out"
	is "$? $(grep -o '"kind":"[^"]*"' "$tmp/report")" '99 "kind":"lock-held"' "a fork that gave up is one finding"
	grep -q 'thread [0-9]* was in dl_iterate_phdr(), waited [0-9]* ms' "$tmp/out"
	ok $? "which names the function and the thread"
	grep -q 'forking in child_of' "$tmp/out"
	ok $? "and where the fork was"
	runs 60 "$launcher" --check --locks=heal,wait=2000 --audit="$tmp/report" "$(of cancelled)" cancelled >"$tmp/out"
	is "$?" 0 "a thread that was cancelled is none"
	runs 60 "$launcher" --check --locks=heal,mutexes --audit="$tmp/report" "$(of reused)" reused >"$tmp/out"
	is "$?" 0 "nor is memory that looks like a mutex by chance"
else
	skip "forkseed-audit is not built without libdw-dev (make deps)" "a fork that gave up is told"
fi
finish
