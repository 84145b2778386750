#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# systemd as a user's manager, without a system that was booted by it: for root, in mount and
# process namespaces that the caller made, with a control group of its own, which is removed.
# Usage: systemd.bash UNITS RUNTIME UNIT: until UNIT ends the manager (SuccessAction=exit).
units=$1 runtime=$2 unit=$3
group=/sys/fs/cgroup/forkseed-test-$$

mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system &&
	mount -t cgroup2 none /sys/fs/cgroup && mkdir "$group" && chown 65534 "$group" "$group"/* "$runtime" &&
	echo $$ >"$group/cgroup.procs" || exit 1
timeout 30 setpriv --reuid=65534 --regid=65534 --clear-groups env -i PATH="$PATH" XDG_RUNTIME_DIR="$runtime" \
	SYSTEMD_LOG_TARGET=console SYSTEMD_UNIT_PATH="$units:" /lib/systemd/systemd --user --unit="$unit"
status=$?
echo $$ >/sys/fs/cgroup/cgroup.procs
find "$group" -depth -type d -exec rmdir {} \;
exit $status
