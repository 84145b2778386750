#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# GNU parallel, whose jobs run on two nodes and have a number each; and the manifest of an indexed
# Kubernetes Job, held against the API's model (nodes.sh runs its command).
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/machines.bash"
need parallel "GNU parallel" || { finish && exit 0; }
"$python" -c 'import numpy' 2>/dev/null || { lacks python3-numpy "GNU parallel" && finish && exit 0; }
need_nodes 2 "GNU parallel" || { finish && exit 0; }

make_ssh
mkdir -p "$tmp/home/.parallel" && touch "$tmp/home/.parallel/will-cite"
export HOME=$tmp/home PARALLEL_SSH=$tmp/ssh
run_job() { (cd "$here" && eval "timeout 120 $1"); }
is "$(run_job 'parallel --sshlogin node1,node2 -j1 "sleep 1; hostname; true" ::: 1 2' | sort | xargs)" "node1 node2" "its jobs run on both nodes"
engine "GNU parallel" 4 16 "$(recipe 'parallel ')"
end_all

awk '/^```/ { inside = $0 == "```yaml"; next } inside' "$root/docs/many-machines.md" >"$tmp/manifest"
if "$python" -c 'import kubernetes, yaml' 2>/dev/null; then
	is "$("$python" "$root/tests/packages/manifest.py" "$tmp/manifest" 2>&1)" V1Job "the manifest is a Job"
else
	lacks python3-kubernetes "the manifest of docs/many-machines.md"
fi
finish
