#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# igraph: its generators' numbers, and random graphs, differ in each child.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
igraph=$programs/runtimes/igraph

if here igraph libigraph-dev; then
	for kind in default game own twister renewed; do
		heals igraph $kind "$igraph" $kind
		keeps_parent $kind "$igraph" $kind
		keeps_seeds $kind "$igraph" $kind
		keeps_childs_seeds $kind "$igraph" $kind
	done
	if [ -x "$build/forkseed-audit" ]; then
		limited "$launcher" --check "$igraph" own reseeded >/dev/null 2>"$tmp/said"
		is "$? $(grep -c 'seeded by igraph_rng_seed(42)' "$tmp/said")" "99 1" "children that seed alike are told of"
	fi
	audited igraph game "drew in .*igraph" "$igraph" game
fi
finish
