# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# Several machines in one: nodes are network namespaces with a name and an address each, on a
# bridge of their own. Everything is made in namespaces that the script enters, and gone when
# it ends, daemons too. And jobs on them, by what docs/many-machines.md says to type. Sourced
# after lib.sh; not a test.

. "$root/tests/reproducible/streams.bash"
here=$root/tests/machines
python=/usr/bin/python3 # Debian's: NumPy and the engines are packaged for this one
hub=10.77.0.100         # this script's end of the bridge
export PATH=$build:/usr/bin:$PATH PYTHONDONTWRITEBYTECODE=1
unset PMIX_RANK OMPI_COMM_WORLD_RANK PMI_RANK SLURM_PROCID "${!FORKSEED_@}"

make_node() {
	ip netns add "node$1" && ip link add "veth$1" type veth peer name eth0 netns "node$1" &&
		ip link set "veth$1" master lan up && ip -n "node$1" addr add "10.77.0.$1/24" dev eth0 &&
		ip -n "node$1" link set eth0 up && ip -n "node$1" link set lo up &&
		echo "10.77.0.$1 node$1" >>"$tmp/hosts"
}

# make_nodes COUNT: node1, node2, ...; nothing of this machine's /run is seen.
make_nodes() {
	local n
	mount -t tmpfs tmpfs /run && mkdir /run/netns && ip link set lo up && ip link add name lan type bridge &&
		ip link set lan up && ip addr add $hub/24 dev lan || return
	printf '127.0.0.1 localhost\n%s hub\n' $hub >"$tmp/hosts"
	for ((n = 1; n <= $1; n++)); do make_node $n || return; done
	mount --bind "$tmp/hosts" /etc/hosts && hostname hub
}

# need_nodes COUNT NAME: the script goes on in namespaces with so many nodes; where they can't be
# made it is a skipped point, and false.
need_nodes() {
	local spaces=(unshare --net --mount --uts --ipc --pid --fork --kill-child --mount-proc)
	if [ -n "${in_nodes-}" ]; then
		unset in_nodes
		make_nodes "$1"
		ok $? "$1 nodes, each with a network of its own"
		return 0
	fi
	need ip "$2" || return
	if ! "${spaces[@]}" ip link add name lan type bridge 2>"$tmp/why"; then
		skip "no network can be made: $(tail -n 1 "$tmp/why")" "$2"
		return 1
	fi
	rm -rf "$tmp"
	in_nodes=yes exec "${spaces[@]}" "$0"
}

# on N COMMAND...: on that node. begin_on N COMMAND...: as a daemon there, its output in $tmp/daemon.N;
# end_all: of all daemons, wherever. This script is the first process of its namespace.
# shellcheck disable=SC2016 # the inner shell expands them
as_node='hostname "$0" && exec "$@"'
on() { nsenter --net="/run/netns/node$1" unshare --uts sh -c "$as_node" "node$1" "${@:2}"; }
begin_on() {
	(exec nsenter --net="/run/netns/node$1" unshare --uts sh -c "$as_node" "node$1" "${@:2}") >"$tmp/daemon.$1" 2>&1 </dev/null &
}
end_all() {
	[ $$ -eq 1 ] || return
	kill -KILL -1
	wait
} 2>/dev/null

# make_ssh: $tmp/ssh NODE COMMAND, for what would log in there.
make_ssh() {
	cat >"$tmp/ssh" <<-'END'
		#!/bin/sh
		while [ "${1#-}" != "$1" ]; do shift; done
		node=$1
		shift
		[ "$1" != -- ] || shift
		exec nsenter --net="/run/netns/$node" unshare --uts sh -c 'hostname "$0" && eval "$1"' "$node" "$*"
	END
	chmod +x "$tmp/ssh"
}

# recipe WORD: the document's first command that has it, as it stands there.
recipe() { awk -v word="$1" '/^```/ { inside = !inside; next } inside && index($0, word) { print; exit }' "$root/docs/many-machines.md"; }

# variant HOW COMMAND: bare, without forkseed; alike, its ranks not told apart; else as it stands.
variant() {
	case $1 in
	bare) sed -E 's/forkseed --seed paper-2026( --seed-rank=\w+)? //' <<<"$2" ;;
	alike) sed -E 's/(--seed paper-2026)( --seed-rank=\w+)?/\1 --seed-rank=none/' <<<"$2" ;;
	*) echo "$2" ;;
	esac
}

# job HOW COMMAND: one whole run of it, in which each child leaves a line in $TEST_OUT; then in $tmp/HOW.
export TEST_OUT=
job() {
	TEST_OUT=$tmp/out
	: >"$TEST_OUT"
	run_job "$(variant "${1%.again}" "$2")" >"$tmp/$1.log" 2>&1
	sort "$TEST_OUT" >"$tmp/$1"
}

# engine NAME RANKS COUNT COMMAND: with so many ranks and children; the script has a run_job().
engine() {
	local name=$1 ranks=$2 count=$3 command=$4
	[ -n "$command" ]
	ok $? "$name: the document says '$command'"
	job bare "$command"
	is "$(lines "$tmp/bare") streams, $(different "$tmp/bare") different" "$count streams, 1 different" "$name: bare, $count children draw one stream"
	job alike "$command"
	is "$(lines "$tmp/alike") streams, $(different "$tmp/alike") different" "$count streams, $((count / ranks)) different" \
		"$name: with --seed each rank's children are those of the others, where nothing tells them apart"
	job told "$command"
	all_different "$name: told apart, all $count children draw streams of their own" "$tmp/told" "$count"
	job told.again "$command"
	[ -s "$tmp/told" ] && cmp -s "$tmp/told" "$tmp/told.again"
	ok $? "$name: the next run of the job is the same, rank by rank"
	[ -s "$tmp/told" ] || tail -n 3 "$tmp/told.log" | sed 's/^/#   /'
}
