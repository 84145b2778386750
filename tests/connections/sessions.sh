#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# ssh in the background and with ControlPersist, what is carried by it, D-Bus, X11, logs. With
# forkseed before all of it, nothing changes.
# Takes long.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/innocent.bash"
PATH=$PATH:/usr/sbin:/sbin
unset SSH_AUTH_SOCK DBUS_SESSION_BUS_ADDRESS DISPLAY
export HOME=$tmp

# session NEEDS CASE WANTED [PEERS]
session() {
	need "$1" "$2" && innocent "$2" "${4-all}" "$3" "$here/sessions-cases.bash" "$2"
}

case $(getent passwd "$(id -u)") in
*/nologin | */false | "") skip "this user has no shell to log in" ssh ;;
*)
	session sshd ssh_commands "^there and back"
	session sshd ssh_f "^late"
	# The child goes on with the connection while the parent, now its client, holds it as well.
	session sshd ssh_control_persist "^there and back" usual
	session sshd ssh_forwarding "^answer to through"
	need socat ssh_proxy_command && session sshd ssh_proxy_command "^by a proxy"
	need rsync copies && session sshd copies "^by rsync, back"
	;;
esac
session dbus-run-session dbus "^ended"
session Xvfb x11 '"a value"'
need socat logs && session logger logs "^message 7"
finish
