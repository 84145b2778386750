#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Debian's packages: `make deb` makes the same ones, byte for byte, in another folder at
# another time; lintian is content; in clean roots of Debian 12 and 13 they are installed, used,
# upgraded and purged. Needs root, debootstrap and a Debian archive; the roots are removed.
# FORKSEED_TEST_PACKAGES_ON names other releases than the two.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../releases/root.bash"

suites=${FORKSEED_TEST_PACKAGES_ON:-bookworm trixie}
roots=$build/releases/packages
packages=(zsh musl)
unset FORKSEED_TEST_PACKAGES_ON MAKEFLAGS MAKELEVEL
need dh "Debian packages" || { finish && exit 0; }

# The second build: elsewhere, next year, by somebody with other habits.
elsewhere=$tmp/some/where/else
mkdir -p "$elsewhere"
make -s -C "$root" deb >"$tmp/make.log" 2>&1
ok $? "make deb"
first=$build/deb
when=()
if command -v faketime >/dev/null; then when=(faketime '2027-10-11 12:13:14'); fi
(umask 077 && TZ=Asia/Tokyo LANG=tr_TR.UTF-8 HOME=/nonexistent USER=nobody \
	"${when[@]}" "$root/packaging/deb" "$elsewhere" >"$tmp/again.log" 2>&1)
ok $? "and again, elsewhere${when[0]:+, next year}"
sums() { (cd "$1" && sha256sum ./*.deb ./*.dsc ./*.tar.xz); }
is "$(sums "$elsewhere")" "$(sums "$first")" "$(sums "$first" | wc -l) files are the same, byte for byte"
sums "$first" | sed 's/^/# /'

if need lintian "lintian is content"; then
	lintian --allow-root -EvIL +pedantic "$first"/*.changes >"$tmp/lintian" 2>&1
	is "$(grep -v '^N: ' "$tmp/lintian")" "" "lintian -EvIL +pedantic finds nothing"
	lintian --allow-root --no-override -EvIL +pedantic "$first"/*.changes >"$tmp/lintian" 2>&1
	grep -q hardening-no-relro "$tmp/lintian"
	ok $? "and looked: without the overrides it tells what they explain"
fi

# repack DEB DIRECTORY SED-SCRIPT [TRIPLET]: with its control file changed, and its libraries' place.
repack() {
	local at
	at=$(mktemp -d -p "$tmp")
	dpkg-deb -R "$1" "$at" && sed -i "$3" "$at/DEBIAN/control"
	[ $# -lt 4 ] || mv "$at"/usr/lib/* "$at/usr/lib/$4"
	rm -f "$at/DEBIAN/md5sums"
	dpkg-deb -b --root-owner-group "$at" "$2" >/dev/null
}

# told SUITE: a point for each that was made there.
told() {
	local line
	while IFS= read -r line; do
		case $line in
		'pass '*) ok 0 "$1: ${line#pass }" ;;
		'FAIL '*) ok 1 "$1: ${line#FAIL }" ;;
		*) echo "# $line" ;;
		esac
	done
	grep -q '^pass' "$tmp/run.log" || ok 1 "$1: anything was tried"
}

try() {
	local deb debs=$roots/$1/debs
	if ! fresh_root "$1" >"$tmp/root.log" 2>&1; then
		skip "no root can be made: $(tail -n 1 "$tmp/root.log")" "$1"
		return
	fi
	mkdir -p "$debs"/{old,new,wrong,other}
	for deb in "$first"/{forkseed,libforkseed-preload,forkseed-doc}_*.deb; do
		cp "$deb" "$debs/new"
		repack "$deb" "$debs/old" 's/^Version: .*/Version: 0.0.1/; s/(= [^)]*)/(= 0.0.1)/'
	done
	deb=$(echo "$first"/libforkseed-preload_*.deb)
	repack "$deb" "$debs/wrong" 's/^Architecture: .*/Architecture: arm64/'
	repack "$deb" "$debs/other" 's/^Architecture: .*/Architecture: i386/' i386-linux-gnu
	"$(uname -m)-linux-musl-gcc" -O1 "$root/tests/releases/musl.c" -o "$debs/musl"
	cp "$root/packaging/debian/tests/heals" "$root/tests/packages/in-root.bash" "$debs"
	enter "$1" bash /debs/in-root.bash >"$tmp/run.log" 2>&1
	told "$1" <"$tmp/run.log"
	rm -rf --one-file-system "${roots:?}/$1"
}

if [ "$(id -u)" -ne 0 ]; then
	skip "only root can make and enter them" "clean roots"
elif need debootstrap "clean roots"; then
	for suite in $suites; do try "$suite"; done
fi
finish
