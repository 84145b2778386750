#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Small programs that fork and have connections, but none in common: servers of all kinds,
# pairs, datagrams, threads, children that connect themselves. Nothing changes for them.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/innocent.bash"

order=no
for case in accept_then_fork accept_and_keep prefork; do
	innocent $case all "^client 2: served" "$built/apart" $case
	witness $case all "$built/apart" $case
done
order=yes
for case in socketpairs tcp_pair_accepted tcp_pair_connected; do
	innocent $case all "^and again: served" "$built/apart" $case
	witness $case all "$built/apart" $case
done
for case in children_connect children_end programs on_terminal; do
	innocent $case all "^the parent at last: answer" "$built/apart" $case
	witness $case all "$built/apart" $case
done
innocent threads all "^thread 49: answer" "$built/apart" threads
innocent watched_by_epoll all "^1 ready, answer" "$built/apart" watched_by_epoll
for case in datagrams udp; do
	innocent $case all "^14$" "$built/datagrams" $case
	witness $case all "$built/datagrams" $case
done
finish
