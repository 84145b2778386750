#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Ranks of one job run one program with one TEXT: their children repeat each other where nothing
# tells them apart. With MPI's or Slurm's variable, or one that is named, they do not, and
# each rank's children are the same in every run.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/streams.bash"
. "$(dirname "$0")/../launcher/common.bash"
unset PMIX_RANK OMPI_COMM_WORLD_RANK PMI_RANK SLURM_PROCID
export FORKSEED_SEED=job
tree=("$here/tree" before 5 fork:3 "fork,clone")

# job NAME COMMAND...: runs it as ranks 0 to 3, which NAME tells; the children's streams of all in
# $tmp/job, each rank's in $tmp/job.N. Without strfry's, which has no state to repeat.
job() {
	local name=$1 rank
	shift
	for rank in 0 1 2 3; do
		env "$name=$rank" "$@" | grep -v '^/ ' >"$tmp/job.$rank"
	done
	cat "$tmp"/job.[0-3] >"$tmp/job"
}

shimmed "${tree[@]}" | grep -v '^/ ' >"$tmp/alone"
count=$(lines "$tmp/alone")
[ "$count" -ge 12 ]
ok $? "a run's children have $count streams"
job NOTHING env LD_PRELOAD="$shim" "${tree[@]}"
is "$(different "$tmp/job")" "$count" "4 ranks that nothing tells apart have $count streams, not $((4 * count))"
cmp -s "$tmp/alone" "$tmp/job.3"
ok $? "those of any other run"
for name in PMIX_RANK OMPI_COMM_WORLD_RANK PMI_RANK SLURM_PROCID; do
	job $name env LD_PRELOAD="$shim" "${tree[@]}"
	all_different "$name" "$tmp/job" $((4 * count))
	cp "$tmp/job" "$tmp/once"
	is "$(common "$tmp/job" "$tmp/alone")" 0 "none of which a run without ranks has"
	job $name env LD_PRELOAD="$shim" "${tree[@]}"
	cmp -s "$tmp/job" "$tmp/once"
	ok $? "$name: the next run of the job is the same"
done
is "$(PMIX_RANK=1 shimmed "${tree[@]}" | grep '^/ ' | grep -v strfry)" "$(bare "${tree[@]}" | grep '^/ ' | grep -v strfry)" \
	"the processes that fork draw what they draw bare"
PMIX_RANK=2 SLURM_PROCID=3 shimmed "${tree[@]}" | grep -v '^/ ' | cmp -s - <(PMIX_RANK=2 shimmed "${tree[@]}" | grep -v '^/ ')
ok $? "of two variables the first counts"
PMIX_RANK='' shimmed "${tree[@]}" | grep -v '^/ ' | cmp -s - "$tmp/alone"
ok $? "an empty one is none"

job MY_RANK "$launcher" --seed-rank=MY_RANK "${tree[@]}"
all_different "--seed-rank=MY_RANK" "$tmp/job" $((4 * count))
job PMIX_RANK "$launcher" --seed-rank=MY_RANK "${tree[@]}"
is "$(different "$tmp/job")" "$count" "then no other variable counts"
job PMIX_RANK "$launcher" --seed-rank=none "${tree[@]}"
is "$(different "$tmp/job")" "$count" "with --seed-rank=none none does"
fails 125 "it must be a variable's name" "what is no variable's name" "$launcher" --seed-rank=1st "$probe"
is "$(env -u FORKSEED_SEED "$launcher" --seed-rank=MY_RANK true 2>&1)" \
	"forkseed: ignoring the rank's variable MY_RANK: it is for --seed" "without --seed it is told that it is of no use"
if [ -x "$build/forkseed-audit" ]; then
	is "$(SLURM_PROCID=7 "$launcher" --audit true 2>&1 | grep rank)" "forkseed: of its job this is rank 7, by SLURM_PROCID" \
		"an audit says which it was"
	is "$("$launcher" --seed-rank=MY_RANK --audit true 2>&1 | grep rank)" \
		"forkseed: ranks are told apart by MY_RANK, which is not set here" "and which it was not"
	is "$("$launcher" --audit true 2>&1 | grep -c rank)" 0 "and nothing where there are none"
fi

# The engine itself: four ranks, each into a file of its own.
# shellcheck disable=SC2016 # the rank's shell expands it
mpi() {
	rm -f "$tmp"/job.*
	env -u FORKSEED_SEED OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 timeout 60 mpirun --oversubscribe -np 4 \
		sh -c '"$@" | grep -v "^/ " >"$0.$OMPI_COMM_WORLD_RANK"' "$tmp/job" "$@" >"$tmp/mpi" 2>&1
	cat "$tmp"/job.[0-3] >"$tmp/job"
}
if need mpirun "ranks of OpenMPI"; then
	if mpi "$launcher" --seed job --seed-rank=none "${tree[@]}" && [ -s "$tmp/job" ]; then
		is "$(different "$tmp/job")" "$count" "OpenMPI, its ranks not told apart: $count streams"
		mpi "$launcher" --seed job "${tree[@]}"
		cp "$tmp/job" "$tmp/once"
		all_different "OpenMPI: told apart" "$tmp/job" $((4 * count))
		mpi "$launcher" --seed job "${tree[@]}"
		cmp -s "$tmp/job" "$tmp/once"
		ok $? "OpenMPI: the next run of the job is the same, rank by rank"
	else
		skip "mpirun can't run here: $(tail -n 1 "$tmp/mpi")" "ranks of OpenMPI"
	fi
fi
finish
