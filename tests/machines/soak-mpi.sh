#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# OpenMPI on two nodes: four ranks of a Python program that knows MPI by mpi4py, each with four
# forked children. Bare all sixteen draw one stream.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/machines.bash"
need mpirun "OpenMPI" || { finish && exit 0; }
if ! "$python" -c 'import mpi4py, numpy' 2>/dev/null; then
	lacks python3-mpi4py "OpenMPI" && finish && exit 0
fi
need_nodes 2 "OpenMPI" || { finish && exit 0; }

make_ssh
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_plm_rsh_agent=$tmp/ssh
export OMPI_MCA_mpi_warn_on_fork=0 OMPI_MCA_rmaps_base_oversubscribe=1
run_job() { (cd "$here" && eval "timeout 120 $1"); }
run_job 'mpirun --host node1:2,node2:2 hostname' 2>"$tmp/log" | sort | xargs >"$tmp/hosts.run"
is "$(cat "$tmp/hosts.run")" "node1 node1 node2 node2" "mpirun has two ranks on each of two nodes"
engine OpenMPI 4 16 "$(recipe 'mpirun ') mpi"
if [ -x "$build/forkseed-audit" ]; then
	run_job 'mpirun --host node1:2,node2:2 forkseed --seed job --audit true' 2>&1 | grep 'of its job' | sort >"$tmp/ranks"
	is "$(cat "$tmp/ranks")" "$(printf 'forkseed: of its job this is rank %s, by PMIX_RANK\n' 0 1 2 3)" "an audit says which rank it is"
fi
end_all
finish
