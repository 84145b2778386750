#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Servers and clients as Debian has them, whole: inetd, socket activation, socat, git, rsync,
# CGI, redis. With forkseed before all of it, nothing changes.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/innocent.bash"
PATH=$PATH:/usr/sbin:/sbin
export HOME=$tmp GIT_CONFIG_NOSYSTEM=1 # nobody's settings

# program NEEDS CASE WANTED [PEERS]
program() {
	need "$1" "$2" && innocent "$2" "${4-all}" "$3" "$here/programs-cases.bash" "$2"
}

program inetd inetd "^client 3"
program inetd inetd_wait "^served: client 3"
program systemd-socket-activate socket_activation "^served: client 3"
program systemd-socket-activate activation_per_connection "^client 3"
program socat socat_server "^client 3"
program socat socat_proxy "^answer to client 3"
program socat socat_client "^answer to a"
program socat socat_gives_it_away "^answer to a"
program git git_daemon "^fetched: another"
# Its client reads in one process and writes in the other.
program rsync rsync_daemon "^pushed" usual
program lighttpd cgi "^second"
program redis-server redis "^the replica follows"
order=no
program lighttpd pipelines "^in a variable: a page"
finish
