#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# igraph: its generators' numbers, and random graphs, differ in each child.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
igraph=$programs/runtimes/igraph

if here igraph libigraph-dev; then
	for kind in default game own twister; do
		heals igraph $kind "$igraph" $kind
		keeps_parent $kind "$igraph" $kind
		keeps_seeds $kind "$igraph" $kind
	done
	audited igraph game "drew in .*igraph" "$igraph" game
fi
finish
