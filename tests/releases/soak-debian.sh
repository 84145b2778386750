#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The promises on other Debian releases, that is with other versions of glibc, Python and
# NumPy: the shim and launcher as built there, and then as built here, under all the tests. (As
# built there, those that the README names have more tests: soak-systems.sh.)
# Needs root, debootstrap and a Debian archive; 1 GB a release stays below build/releases.
# FORKSEED_TEST_SUITES names other releases than the two.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/root.bash"

suites=${FORKSEED_TEST_SUITES:-bullseye trixie}

# versions SUITE: what makes this release another test than the last.
versions() {
	enter "$1" python3 -c 'import os, platform, numpy
print(os.confstr("CS_GNU_LIBC_VERSION"), "Python", platform.python_version(), "NumPy", numpy.__version__)'
}

# An older glibc lacks what the test programs use: their compiler adds it.
adapt_compiler() {
	local special local_bin=$roots/$1/usr/local/bin
	special=$root/tests/releases/cc-$(enter "$1" getconf GNU_LIBC_VERSION | cut -d' ' -f2)
	rm -f "$local_bin/cc" "$local_bin/gcc"
	[ ! -e "$special" ] || install -m 755 "$special" "$local_bin/cc"
	[ ! -e "$special" ] || install -m 755 "$special" "$local_bin/gcc"
}

# The shim and the launcher are built by the plain compiler. The faulty object is for readelf
# alone, and that it needs a newer glibc than 2.31 is one of its faults.
build_there() {
	enter "$1" sh -c 'cd /forkseed && make -s -k -j2 CC=/usr/bin/cc all &&
		make -s -k -j2 test-programs' >"$tmp/make.log" 2>&1
	ok $? "$1: everything builds there"
	grep -e ' error: ' -e ' warning: ' -e '\*\*\*' "$tmp/make.log" | sed 's/^/# /'
	cp "$programs/conformance/faulty" "$roots/$1/forkseed/build/tests/conformance/"
}

# Without debug information, as packages have it: an older valgrind may not know its format.
# They are newer than their objects, so that no test's `make install` links them anew.
take_ours() {
	local file
	for file in "$shim" "$launcher"; do
		strip --strip-debug --keep-section=.debug_frame -o "$roots/$1/forkseed/build/${file##*/}" "$file"
	done
}

# shellcheck disable=SC2016 # the inner shell expands it
run_there() {
	enter "$1" bash -c 'cd /forkseed && FORKSEED_TEST_LIMIT=600 tests/run \
		$(find tests/*/ -name "*.sh" -perm -u+x ! -name "soak-*" | sort)' >"$tmp/run.log" 2>&1
	points "$1" "$2" <"$tmp/run.log"
	grep -q '^[0-9]* passed' "$tmp/run.log"
	ok $? "$1, $2: $(tail -n 1 "$tmp/run.log")"
}

try() {
	if ! make_root "$1" >"$tmp/root.log" 2>&1; then
		skip "no root can be made: $(tail -n 1 "$tmp/root.log")" "$1"
		return
	fi
	echo "# $1: $(versions "$1")"
	copy_tree "$1"
	adapt_compiler "$1"
	build_there "$1"
	[ "$1" = trixie ] || run_there "$1" "built there"
	take_ours "$1"
	run_there "$1" "built here"
}

if [ "$(id -u)" -ne 0 ]; then
	skip "only root can make and enter them" "other releases"
elif need debootstrap "other releases"; then
	for suite in $suites; do try "$suite"; done
fi
finish
