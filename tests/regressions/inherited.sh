#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What a child inherits and --connections took for something else: bare, warned and isolated.
. "$(dirname "$0")/../lib.sh"
program=$programs/regressions/inherited

words() { tr '\n' ' ' | sed 's/ $//'; }
mode() { "$launcher" --connections="$1" --peers=all --audit="$tmp/report" "$program" "$2" 2>/dev/null | words; }

# situation NAME BARE ISOLATED TEXT: what it says; warned, as bare.
situation() {
	is "$(bare "$program" "$1" | words)" "$2" "$4: bare, $2"
	is "$(mode warn "$1")" "$2" "$4: warned, as bare"
	is "$(mode isolate "$1")" "$3" "$4: isolated, $3"
}

situation reset_at_high_number "ECONNRESET" "ECONNRESET" \
	"a server's connection above 511 that its client resets, and a fork"
situation connected_above_grandchild "the byte" "the end" \
	"a grandchild, of what was connected after its parent was made"
situation vfork_in_child "the byte the byte" "the end the end" \
	"dup2() in a vfork() child of a child"
situation number_in_set "added added added 1: 1, 2: 1, 3: 1 the byte added 1: 1, 2: 1, 3: 1" \
	"added added added 1: 0, 2: 1, 3: 1 the end added 1: 0, 2: 1, 3: 1" \
	"a connection in an epoll set, whose number becomes another file's"
situation unconnected_in_set "added nothing" "added the byte" \
	"a child that takes what its parent connects later out of their epoll set"
situation connecting_at_daemon "EAGAIN" "EAGAIN" \
	"a daemon whose parent was connecting, and ends a little later"
finish
