#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A program that is started on three nodes, by hand, and in the three pods of an indexed Kubernetes Job
# (its command and its variable; no Kubernetes): all children of all nodes draw streams of
# their own, the same in the next run. The engines themselves are in soak-*.sh.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/machines.bash"
need_nodes 3 "nodes" || { finish && exit 0; }

# Each node's children, but strfry's, which bare come from the clock.
simulation="$programs/reproducible/tree before 5 fork:4"
run_job() {
	local n
	for n in 1 2 3; do
		# shellcheck disable=SC2086 # the document's words
		on $n env "$variable=$n" ${1/python3 simulation.py/$simulation} | grep '/.* random' | grep -v '^/ ' | sed "s/^/node$n/" >>"$TEST_OUT"
	done
}
command=$(recipe 'NODE python3 simulation')
variable=NODE
engine "by hand" 3 12 "${command#NODE=1 }"
cp "$tmp/told" "$tmp/by-hand"
variable=JOB_COMPLETION_INDEX
command=$(recipe 'command: ' | tr -d '[],"' | sed 's/ *command: *//')
job bare "$command"
is "$(different "$tmp/bare")" 1 "Kubernetes' '$command': bare, its pods' children draw one stream"
job told "$command"
cmp -s "$tmp/told" "$tmp/by-hand"
ok $? "a rank is its number, whatever tells it: both have the same streams"

# Without a seed nothing has to be said.
run_job "env -u NODE forkseed python3 simulation.py" >/dev/null
all_different "without --seed all differ, unasked" "$TEST_OUT" 24
end_all
finish
