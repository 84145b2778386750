#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Celery on two nodes, by a redis that both reach: two prefork pools of four children, whose
# application has one seed. Each run begins with a redis that knows nothing.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/machines.bash"
need redis-server "Celery" || { finish && exit 0; }
if ! "$python" -c 'import celery, redis, numpy' 2>/dev/null; then
	lacks python3-celery "Celery" && finish && exit 0
fi
need_nodes 2 "Celery" || { finish && exit 0; }

export TEST_REDIS=redis://$hub/0 PYTHONPATH=$here
cd "$tmp" || exit
run_job() {
	local n
	redis-server --bind $hub --protected-mode no --save "" --appendonly no &
	for n in 1 2; do
		# shellcheck disable=SC2086 # the document's words
		NODE=$n begin_on $n ${1#NODE=1 } -O fair --without-gossip --without-mingle --without-heartbeat
	done
	timeout 90 "$python" "$here/tasks.py" 8
	end_all
}
engine Celery 2 8 "$(recipe celery)"
finish
