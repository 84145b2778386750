# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the findings share: pinned packages in a folder of their own, and a word at the end.
# Sourced; nothing is installed in the system.

everything=$(mktemp -d)
tmp=$everything
trap 'rm -rf "$everything"' EXIT
export LC_ALL=C

# apart NAME: from here on $tmp is a folder of its own, for packages that are not to be unpacked over others.
apart() {
	tmp=$everything/$1
	mkdir -p "$tmp"
}

# from SUITE: packages() fetches from that suite of the archive that this system's apt names, and keeps
# its lists to itself.
apt=()
from() {
	local archive
	# shellcheck disable=SC2016 # apt expands it
	archive=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' \
		'Created-By: Packages' 2>/dev/null | grep -m 1 '^http')
	mkdir -p "$tmp/lists/partial" "$tmp/cache/archives/partial"
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $archive $1 main" >"$tmp/sources.list"
	apt=(-o "Dir::Etc::sourcelist=$tmp/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$tmp/lists"
		-o "Dir::Cache=$tmp/cache" -o APT::Sandbox::User=root)
	if [ -z "$archive" ] || ! apt-get -q "${apt[@]}" update >"$tmp/apt" 2>&1; then
		echo "not to be had here: $1"
		exit 77
	fi
}

# packages NAME=VERSION...: unpacks them below $tmp/root, and says which they are. A version that
# the archive does not have any more ends the script with 77, which is no verdict.
packages() {
	local package
	mkdir -p "$tmp/root" "$tmp/debs"
	chmod 777 "$tmp/debs" # apt-get downloads as a user of its own
	(cd "$tmp/debs" && apt-get -q "${apt[@]}" download "$@" >"$tmp/apt" 2>&1) || {
		cat "$tmp/apt"
		echo "not to be had here: $*"
		exit 77
	}
	for package in "$tmp"/debs/*.deb; do dpkg -x "$package" "$tmp/root"; done
	printf 'package: %s\n' "$@"
	root=$tmp/root
	libraries=$(find "$root" -name '*.so*' -printf '%h\n' | sort -u | paste -sd:)
	headers=$(find "$root/usr/include" -maxdepth 2 -type d 2>/dev/null | sed 's/^/-I/' | paste -sd' ')
}

# npm_packages NAME@VERSION...: likewise, npm's, below $tmp/node_modules; goes to $tmp.
npm_packages() {
	cd "$tmp" || exit 1
	echo '{}' >package.json
	npm install --silent --cache "$tmp/cache" --no-audit --no-fund --ignore-scripts "$@" >"$tmp/err" 2>&1 || {
		cat "$tmp/err"
		echo "not to be had here: $*"
		exit 77
	}
}

# compile FLAG...: the C program on standard input, as $tmp/program.
compile() {
	# shellcheck disable=SC2086,SC2046 # flags are words
	cc -O1 -x c - -x none -o "$tmp/program" $headers \
		$(tr ':' '\n' <<<"$libraries" | sed 's/^/-L/') "$@"
}

# compile_for_musl: $tmp/program.c, as $tmp/musl, with the musl that was unpacked; $musl runs it.
compile_for_musl() {
	local of
	musl=$(find "$root" -path '*musl*' -name libc.so | head -n 1)
	of=$(dirname "$(find "$root" -path '*musl*' -name Scrt1.o | head -n 1)")
	cc -O1 -fPIE -pie -fno-stack-protector -U_FORTIFY_SOURCE -nostdinc -nostdlib \
		-isystem "$(find "$root/usr/include" -type d -name '*musl*' | head -n 1)" \
		-o "$tmp/musl" "$of/Scrt1.o" "$of/crti.o" "$tmp/program.c" "$musl" "$of/crtn.o"
}

# compile_for_both FLAG...: $tmp/program.c for glibc and for musl, both of which were unpacked; with_glibc
# and with_musl run it.
compile_for_both() {
	linker=$(find "$root" -name 'ld-linux-*.so.*' | head -n 1)
	cc -O1 -o "$tmp/glibc" "$tmp/program.c" "$@" && compile_for_musl
}
with_glibc() { "$linker" --library-path "$libraries" "$tmp/glibc" "$@"; }
with_musl() { "$musl" "$tmp/musl" "$@"; }

run() { env LD_LIBRARY_PATH="$libraries" "$@"; }

# distinct: how many different lines come in.
distinct() { sort -u | grep -c .; }

# seen WANTED NAME GOT: prints what was seen; the script fails if that is not as it was.
changed=0
seen() {
	echo "$2: $3"
	[ "$1" = "$3" ] || { echo "  CHANGED: it was $1"; changed=1; }
}
finish() { exit $changed; }
