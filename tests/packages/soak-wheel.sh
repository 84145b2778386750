#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The Python wheel: made twice it is the same; its files ask for no more than its tag says; it
# is installed into a venv and used, here and in clean roots of Debian 11 (glibc 2.31), 12 and
# 13. The roots need root, debootstrap and a Debian archive, and are removed.
# FORKSEED_TEST_PACKAGES_ON names other releases.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../releases/root.bash"

suites=${FORKSEED_TEST_PACKAGES_ON:-bullseye bookworm trixie}
roots=$build/releases/wheels
packages=(python3-venv musl)
unset FORKSEED_TEST_PACKAGES_ON MAKEFLAGS MAKELEVEL
python=/usr/bin/python3

# told WHERE: a point for each that was made there.
told() {
	local line count=$tap_count
	while IFS= read -r line; do
		case $line in
		'pass '*) ok 0 "$1: ${line#pass }" ;;
		'FAIL '*) ok 1 "$1: ${line#FAIL }" ;;
		*) echo "# $line" ;;
		esac
	done
	[ "$tap_count" -gt "$count" ] || ok 1 "$1: anything was tried"
}

if ! "$python" -c 'import build, setuptools, wheel, venv, ensurepip' 2>/dev/null; then
	lacks python3-build "the wheel"
	finish
	exit 0
fi
make -s -C "$root" wheel >"$tmp/make.log" 2>&1
ok $? "make wheel"
wheel=$(ls "$build"/wheel/*.whl)
(cd / && TZ=Asia/Tokyo BUILD=$build "$root/packaging/wheel" "$tmp/again") >"$tmp/again.log" 2>&1
ok $? "and again, elsewhere"
is "$(sha256sum <"$tmp"/again/*.whl)" "$(sha256sum <"$wheel")" "it is the same, byte for byte"
echo "# $(sha256sum <"$wheel") ${wheel##*/}"

# The tag, by the versions of symbols.
"$python" -m zipfile -e "$wheel" "$tmp/files"
needs() { readelf -V "$1" 2>/dev/null | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -V | tail -n 1; }
most=0
while IFS= read -r file; do
	echo "# ${file##*/}: glibc $(needs "$file")"
	most=$(printf '%s\n' "$most" "$(needs "$file")" | sort -V | tail -n 1)
done < <(find "$tmp/files" -path '*.data/data/bin/*' -o -name '*.so')
[[ $wheel =~ manylinux_([0-9]+)_([0-9]+)_ ]] && tag=${BASH_REMATCH[1]}.${BASH_REMATCH[2]}
is "$tag" 2.31 "its tag is manylinux_2_31"
is "$(printf '%s\n' "$most" "$tag" | sort -V | tail -n 1)" "$tag" "no file asks for a later glibc: $most at most"
echo "# what make alone makes asks for glibc $(needs "$build/forkseed-probe")"
if need twine "twine is content"; then
	twine check --strict "$wheel" >"$tmp/twine" 2>&1
	ok $? "twine check --strict is content"
fi
if need auditwheel "auditwheel is content"; then
	auditwheel show "$wheel" >"$tmp/auditwheel" 2>&1
	allowed=$(tr '\n' ' ' <"$tmp/auditwheel" | sed -n 's/.*platform tag: "manylinux_\([0-9]*\)_\([0-9]*\)_.*/\1.\2/p')
	is "$(printf '%s\n' "${allowed:-none}" "$tag" | sort -V | tail -n 1)" "$tag" "auditwheel is content: it would allow manylinux $allowed"
fi
foreign=$tmp/$(basename "${wheel/_x86_64/_ppc64le}")
cp "$wheel" "$foreign"
"$python" -m venv "$tmp/other"
"$tmp/other/bin/python" -m pip -q install --no-index "$foreign" >"$tmp/pip" 2>&1
is "$? $(grep -c 'is not a supported wheel on this platform' "$tmp/pip")" "1 1" "another architecture's is refused in one line"

mkdir "$tmp/here"
musl=()
if need musl-gcc "programs of musl"; then
	musl=("$tmp/musl")
	musl-gcc -O1 "$root/tests/releases/musl.c" -o "$tmp/musl"
fi
"$root/tests/packages/venv.bash" "$wheel" "$tmp/here" "${musl[@]}" >"$tmp/log" 2>&1
told "here" <"$tmp/log"

try() {
	if ! fresh_root "$1" >"$tmp/root.log" 2>&1; then
		skip "no root can be made: $(tail -n 1 "$tmp/root.log")" "$1"
		return
	fi
	cp "$wheel" "$root/tests/packages/venv.bash" "${musl[@]}" "$roots/$1/root"
	enter "$1" bash /root/venv.bash "/root/${wheel##*/}" /root "${musl[@]/#*\//\/root\/}" >"$tmp/log" 2>&1
	told "$1, $(enter "$1" getconf GNU_LIBC_VERSION)" <"$tmp/log"
	rm -rf --one-file-system "${roots:?}/$1"
}
if [ "$(id -u)" -ne 0 ]; then
	skip "only root can make and enter them" "clean roots"
elif need debootstrap "clean roots"; then
	for suite in $suites; do try "$suite"; done
fi
finish
