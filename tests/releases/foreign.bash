# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154
# Debian's libraries of another architecture, unpacked below build/releases: apt is asked with a
# state of its own, so that this machine's dpkg learns of no architecture. Sourced after lib.sh and
# root.bash.

# own_apt_in DIRECTORY ARCHITECTURE KIND SUITE: makes own_apt, an apt whose state lies there; KIND is deb
# or deb-src.
own_apt_in() {
	local at=$1 arch=$2
	mkdir -p "$at/state/lists/partial" "$at/cache/archives/partial" && : >"$at/status"
	echo "$3 [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(archive) $4 main" >"$at/sources"
	own_apt_words=(-q -y -o APT::Architecture="$arch" -o APT::Architectures="$arch" -o APT::Sandbox::User=root
		-o Dir::State="$at/state" -o Dir::Cache="$at/cache" -o Dir::State::status="$at/status"
		-o Dir::Etc::sourcelist="$at/sources" -o Dir::Etc::sourceparts=-)
}
own_apt() { apt-get "${own_apt_words[@]}" "$@"; }

# foreign ARCHITECTURE SUITE PACKAGE...: with what they need, into build/releases/ARCHITECTURE-libraries;
# says what apt says where that fails. Kept, and not asked for again.
foreign() {
	local at=$build/releases/$1-libraries arch=$1 suite=$2 file
	shift 2
	[ ! -e "$at/.unpacked" ] || return 0
	rm -rf --one-file-system "${at:?}"
	own_apt_in "$at" "$arch" deb "$suite" && mkdir -p "$at/root/usr/lib"
	own_apt update && own_apt install --no-install-recommends --download-only "$@" || return
	ln -s usr/lib "$at/root/lib"
	for file in "$at"/cache/archives/*.deb; do dpkg-deb --fsys-tarfile "$file" | tar -C "$at/root" -x --keep-directory-symlink || return; done
	rm -rf "$at/cache" "$at/state"
	touch "$at/.unpacked"
} </dev/null
