#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Slurm on two nodes, its own daemons and all: a step of four ranks, and an array of four jobs. Where its
# daemons don't start, nothing is said of it here: tests/reproducible/ranks.sh has its variable.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/machines.bash"
for program in slurmd slurmctld srun munged; do
	need $program "Slurm" || { finish && exit 0; }
done
if [ "$(id -u)" -ne 0 ]; then skip "only root can start its daemons" "Slurm" && finish && exit 0; fi
need_nodes 2 "Slurm" || { finish && exit 0; }

slurm=$tmp/slurm
mkdir -p "$slurm"/{state,node1,node2,munge} /run/munge
chmod 755 "$tmp"
cat >"$slurm/slurm.conf" <<END
ClusterName=test
SlurmctldHost=hub($hub)
SlurmUser=root
StateSaveLocation=$slurm/state
SlurmdSpoolDir=$slurm/%n
SlurmctldPidFile=$slurm/controller.pid
SlurmdPidFile=$slurm/%n.pid
SlurmctldLogFile=$slurm/controller.log
SlurmdLogFile=$slurm/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
MinJobAge=2
NodeName=node1 NodeAddr=10.77.0.1 CPUs=2
NodeName=node2 NodeAddr=10.77.0.2 CPUs=2
PartitionName=all Nodes=ALL Default=YES State=UP
END
export SLURM_CONF=$slurm/slurm.conf
head -c 1024 /dev/urandom >"$slurm/key" && chmod 400 "$slurm/key"
chown munge "$slurm/key" "$slurm/munge" /run/munge
begin_cluster() {
	setpriv --reuid=munge --regid=munge --clear-groups munged --key-file="$slurm/key" --pid-file="$slurm/munge/pid" \
		--log-file="$slurm/munge/log" --seed-file="$slurm/munge/seed" && slurmctld && on 1 slurmd -N node1 && on 2 slurmd -N node2
}
idle() { for _ in {1..120}; do [ "$(sinfo -h -o '%t %D')" = 'idle 2' ] && return; sleep 0.5; done; false; }
begin_cluster >"$tmp/log" 2>&1 && idle 2>>"$tmp/log"
ok $? "two nodes are idle"

run_job() { (cd "$here" && eval "timeout 120 $1"); }
is "$(run_job 'srun -N 2 -n 4 hostname' 2>"$tmp/log" | sort | xargs)" "node1 node1 node2 node2" "srun has two ranks on each"
engine srun 4 16 "$(recipe 'srun ')"
if [ -x "$build/forkseed-audit" ]; then
	is "$(srun -N 2 -n 4 forkseed --seed job --audit true 2>&1 | grep 'of its job' | sort)" \
		"$(printf 'forkseed: of its job this is rank %s, by SLURM_PROCID\n' 0 1 2 3)" "an audit says which rank it is"
fi

# An array's jobs are batch scripts, each of which is rank 0 of its own job.
run_job() { (cd "$here" && eval "timeout 120 ${1/sbatch/sbatch --wait -o /dev/null}"); }
array=$(recipe 'sbatch --array')
engine sbatch 4 16 "$array"
job none "${array/ --seed-rank=SLURM_ARRAY_TASK_ID/}"
is "$(lines "$tmp/none") streams, $(different "$tmp/none") different" "16 streams, 4 different" \
	"sbatch: by SLURM_PROCID they are not told apart"
[ "$tap_count" -gt 3 ] || tail -n 5 "$slurm"/*.log | sed 's/^/# /'
end_all
finish
