# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154
# Other Debian releases as directories: made by debootstrap below build/releases, kept there,
# and entered in namespaces of their own, so that no mount and no process is left behind.
# Sourced by soak-*.sh after lib.sh; what is run in them is said there.

roots=$build/releases
# What the tests use, as far as the release has it. None of it brings a daemon.
packages=(
	gcc g++ libc6-dev make binutils pkg-config check procps strace valgrind
	zsh yash lua5.3 lua-posix tcl tclx8.4 perl mawk git mandoc libcap2-bin musl-tools
	libdw-dev libunwind-dev netbase
	python3 python3-numpy python3-joblib python3-dev libpython3-dev
)

# archives: of Debian, one a line, as apt reads its sources (of both forms): first those that
# its index calls so, then, for there may be none yet, those that have a release of that name.
# shellcheck disable=SC2016 # apt expands it
archives() {
	local suites='stable|oldstable|testing|unstable|sid|bullseye|bookworm|trixie|forky|duke'
	apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' \
		'Created-By: Packages'
	apt-get --print-uris update | sed -nE "s,^'(.*)/dists/($suites)/InRelease' .*,\1,p"
} 2>/dev/null

# archive: one that debootstrap understands; a list of mirrors stands for its first.
archive() {
	archives | while IFS= read -r uri; do
		case $uri in
		mirror+file:*) grep -oE '^(https?|file):[^[:space:]]+' "${uri#mirror+file:}" ;;
		http:* | https:* | file:*) echo "$uri" ;;
		esac
	done | grep -m 1 .
}

# contained COMMAND...: its mounts and its processes end with it.
contained() { unshare --mount --mount-proc --pid --fork --kill-child "$@" </dev/null; }

# enter SUITE COMMAND...: the command in the root, with /proc, /sys, /dev/pts and
# /dev/shm, and nothing of this machine's environment.
# shellcheck disable=SC2016 # the inner shell expands them
enter() {
	local at=$roots/$1
	shift
	contained bash -c '
		set -e
		mount --bind "$0" "$0"
		mount -t proc proc "$0/proc"
		mount -t sysfs sysfs "$0/sys"
		mount -t tmpfs tmpfs "$0/dev/shm"
		mount -t devpts -o newinstance,ptmxmode=666 devpts "$0/dev/pts"
		mount --bind "$0/dev/pts/ptmx" "$0/dev/ptmx"
		exec chroot "$0" env -i HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive \
			PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"' "$at" "$@"
}

# What a power cut would undo is made again: dpkg need not wait for the disk.
hasten() { echo force-unsafe-io >"$roots/$1/etc/dpkg/dpkg.cfg.d/forkseed"; }

# A release that is newer than this debootstrap is made as sid is.
unpack() {
	local script='' from
	from=$(archive) || {
		echo "this system's apt sources name no archive of Debian"
		return 1
	}
	[ -e "/usr/share/debootstrap/scripts/$1" ] || script=sid
	rm -rf --one-file-system "${roots:?}/$1"
	mkdir -p "$roots"
	contained debootstrap --variant=minbase "$1" "$roots/$1" "$from" $script &&
		hasten "$1" && touch "$roots/$1/.unpacked"
}

packages_of() {
	comm -12 <(printf '%s\n' "${packages[@]}" | sort) <(enter "$1" apt-cache pkgnames | sort)
}

# Asks nothing of the network where all are there already.
furnish() {
	local names
	mapfile -t names < <(packages_of "$1")
	cp -L /etc/resolv.conf "$roots/$1/etc/resolv.conf"
	[ -e "$roots/$1/etc/hosts" ] || echo '127.0.0.1 localhost' >"$roots/$1/etc/hosts"
	enter "$1" apt-get -q -y install --no-install-recommends "${names[@]}" && return
	enter "$1" apt-get -q update &&
		enter "$1" apt-get -q -y install --no-install-recommends "${names[@]}"
}

# make_root SUITE: says on stdout and stderr what debootstrap and apt say.
make_root() {
	[ -e "$roots/$1/.unpacked" ] || unpack "$1" || return
	furnish "$1" && enter "$1" apt-get clean
}

# fresh_root SUITE: one in which nobody has been, also where a run that was ended has left its own.
fresh_root() {
	rm -rf --one-file-system "${roots:?}/$1"
	make_root "$1"
}

# copy_tree SUITE: what is to be tested, without what is built of it, as /forkseed.
copy_tree() {
	rm -rf --one-file-system "${roots:?}/$1/forkseed"
	mkdir "$roots/$1/forkseed"
	tar -C "$root" --exclude=./build --exclude=./.git -c . | tar -C "$roots/$1/forkseed" -x
}

# points SUITE HOW: each test there is a point here, with what is said of its failures.
points() {
	local line
	while IFS= read -r line; do
		case $line in
		'pass '*) ok 0 "$1, $2: ${line##* }" ;;
		'FAIL '*) ok 1 "$1, $2: ${line##* }" ;;
		*) echo "#$line" ;;
		esac
	done
}
