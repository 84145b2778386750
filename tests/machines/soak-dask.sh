#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Dask on two nodes: workers that are forked from their nannies, and draw from a generator that these had;
# and workers that are started anew, as is the default, and whose tasks fork. Dask itself seeds
# np.random in every worker.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/machines.bash"
if ! "$python" -c 'import distributed, numpy' 2>/dev/null; then
	lacks python3-distributed "Dask" && finish && exit 0
fi
need_nodes 2 "Dask" || { finish && exit 0; }

export PYTHONPATH=$here HOME=$tmp
cd "$tmp" || exit
# run_job COMMAND: the document's on each node, with $options, and $workers in all; they do $what.
run_job() {
	local n
	dask scheduler --host $hub --port 8786 --no-dashboard &
	for n in 1 2; do
		# shellcheck disable=SC2086 # the document's words
		NODE=$n begin_on $n ${1#NODE=1 } --nthreads 1 --no-dashboard --preload-nanny "$here/shares.py" $options
	done
	timeout 120 "$python" "$here/shares.py" $workers $what
	end_all
}
export DASK_DISTRIBUTED__WORKER__MULTIPROCESSING_METHOD
DASK_DISTRIBUTED__WORKER__MULTIPROCESSING_METHOD=spawn
options='' workers=2 what=children
engine "Dask, spawn" 2 4 "$(recipe 'dask worker')"
DASK_DISTRIBUTED__WORKER__MULTIPROCESSING_METHOD=fork
options='--nworkers 2' workers=4 what=objects
engine "Dask, fork" 2 4 "$(recipe 'dask worker')"
finish
