#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# `make deps` installs what a release has and names what it has not; says in one line what is
# wrong with the package index; and elsewhere speaks that system's words. `make check-all`
# excuses a skip for a package that the release does not have, and no other.
# shellcheck source-path=SCRIPTDIR disable=SC2016
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/apt.bash"

# missing: what is listed and not installed, of alternatives the first; but what is soak's.
missing() {
	sed -n '/^soak/d; s/^[a-z]* *\([^:#]*\):.*/\1/p' "$root/scripts/packages" | tr -s ' ' '\n' |
		while IFS='|' read -r first second; do
			grep -qxF -e "$first" -e "${second:-$first}" "$fake/installed" || echo "$first"
		done | xargs
}

a_release yash libclang-rt-dev
mapfile -t names < <(all_names)
PATH=$bin apt-get install "${names[@]}" >/dev/null
is "$? $(wc -l <"$fake/installed")" "100 0" "all at once: apt installs none where one is missing"
: >"$fake/log"
deps
is "$status $(missing)" "0 yash" "all are installed but the one that the release has not"
grep -qx libclang-rt-14-dev "$fake/installed"
ok $? "the other name where the release has that one"
says 'has no yash; left out: .*make demo and tests/programs$' "it is named, and what that costs"
is "$(grep '^tee\|^rm\|^install' "$fake/log" | cut -d' ' -f1 | xargs)" "tee install rm" \
	"daemons are held while it installs, and then released"
: >"$fake/log"
deps
is "$status $(cat "$fake/log")" "0 " "a second time asks nothing of the network"
says 'has no yash' "and names it again"
deps --absent
is "$status $(cat "$tmp/out")" "0 yash" "--absent prints it"

a_release
deps
is "$status $(missing)" "0 " "a release that has all gets all"
deps
says 'nothing to install' "and is told so"

a_release
echo valgrind >"$fake/broken"
deps
is "$status $(missing)" "0 valgrind" "one that can't be installed keeps no other out"
says 'could not install valgrind; left out: memcheck' "it is named"
deps --absent
is "$(cat "$tmp/out")" "" "it is not absent: the release has it"

a_release
cp "$fake/index" "$fake/new-index" && : >"$fake/index"
deps
is "$status $(missing)" "0 " "an index that apt has to fetch first"

a_release
cat >"$fake/update" <<'END'
Get:1 http://archive/debian trixie InRelease
E: Release file for http://archive/debian/dists/trixie/InRelease is expired (invalid since 40d).
W: Some index files failed to download.
END
echo 100 >"$fake/update-status"
deps
is "$status $(missing)" "0 " "an expired index: all are installed from what is there"
says 'not renewed \(Release file .* is expired .*\); going on' "and one line says so"
a_release
echo "W: Failed to fetch http://archive/debian/InRelease  Temporary failure" >"$fake/update"
deps
is "$status $(missing)" "0 " "an archive that can't be reached, though apt-get's status is 0"
says 'not renewed \(Failed to fetch .*\); going on' "and one line says so"

a_release
: >"$fake/index"
echo python3 >"$fake/installed"
deps
is "$status $(wc -l <"$tmp/said")" "0 1" "no index at all: one line, and on with what is there"
says 'no package index: nothing can be installed; missing: gcc .*yash' "which names what is missing"
deps --absent
is "$(cat "$tmp/out")" "" "without an index nothing is known to be absent"
mv "$bin/cc" "$tmp/cc"
deps
says 'without a C compiler' "no compiler either"
is "$status" 1 "then it fails"
mv "$tmp/cc" "$bin/cc"

a_release
echo 1000 >"$fake/uid"
deps
is "$status $(cat "$fake/installed" "$fake/log")" "1 " "neither root nor sudo: nothing is tried"
says 'run as root: apt-get install gcc .*yash' "and one line says what to do"
stand_in sudo <<<'echo "sudo ${*: -1}" >>"$fake/log"; exec "$@"'
deps
is "$status $(missing) $(grep -c '^sudo update' "$fake/log")" "0  1" "sudo is used where it is there"
rm "$bin/sudo"

a_release
deps audit
is "$status $(cat "$fake/installed")" "0 libdw-dev" "deps-audit: what --check needs, and no more"
deps python
is "$status $(xargs <"$fake/installed")" "0 libdw-dev python3 python3-numpy python3-joblib" \
	"deps-python: what its demos need"
is "$(grep -c torch "$fake/installed")" 0 "nothing but deps-soak installs what is only soak's"
deps soak
is "$status $(grep -c torch "$fake/installed")" "0 1" "deps-soak: what is only soak's"
a_release
deps --lacking
says 'left out, as these are not installed \(make deps deps-soak\): gcc .*torch' "make soak begins with one line of what is not installed"
is "$status $(cat "$fake/installed" "$fake/log")" "0 " "and installs nothing"
deps && deps soak && deps --lacking
is "$status $(cat "$tmp/out")" "0 " "where all is there it says nothing"
a_release libdw-dev
deps audit
is "$status" 1 "deps-audit fails where the release has no libdw"
says 'has no libdw-dev; left out: .*--check' "and says what is left out"
deps nonsense
is "$status" 1 "another group: fails"

# skips REASON: the status of tests/run where a test skips for that, fatally.
skips() {
	printf '#!/bin/sh\necho "ok 1 - one"\necho "ok 2 - two # SKIP %s"\n' "$1" >"$tmp/skips.sh"
	chmod 755 "$tmp/skips.sh"
	PATH=$tmp/apt:$PATH "$root/tests/run" --skips-fatal "$tmp/skips.sh" >"$tmp/run" 2>&1
	echo $?
}
mkdir "$tmp/apt"
cp -P "$bin/apt-get" "$bin/apt-cache" "$bin/dpkg-query" "$tmp/apt"
a_release yash
is "$(skips 'yash is not installed (make deps)')" 0 "check-all: no yash here, the skip is excused"
is "$(skips 'python3-torch is not installed (make deps-soak)')" 1 "nor is a large one that could be"
is "$(skips 'zsh is not installed (make deps)')" 1 "zsh could be installed: it is not"
is "$(skips 'not root')" 1 "nor is another reason"
grep -q '^not excused: two # SKIP not root' "$tmp/run"
ok $? "which is named"
a_release
is "$(skips 'yash is not installed (make deps)')" 1 "nor yash where the release has it"
: >"$fake/index"
is "$(skips 'yash is not installed (make deps)')" 1 "nor where there is no index to know it from"

# What can be built is found out by makefiles before any goal is made: goals behind deps must
# know what deps has installed. Here that is a library's flags, by pkg-config.
(cd "$root" && find . -name '*.mk' -not -path './build/*' | tar -cT - Makefile) | tar -C "$tmp" --one-top-level=tree -x
printf '#!/bin/sh\ntouch "%s"\n' "$tmp/has-libpq" >"$tmp/tree/scripts/deps"
printf '#!/bin/sh\ncase $* in *libpq*) test -e "%s" && echo -lpq ;; esac\n' "$tmp/has-libpq" >"$tmp/apt/pkg-config"
chmod 755 "$tmp/tree/scripts/deps" "$tmp/apt/pkg-config"
# flags OPTION... GOAL...: what is known of libpq, as a goal `flags` prints it.
flags() {
	env -u MAKEFLAGS -u MAKELEVEL PATH="$tmp/apt:$PATH" make -s -C "$tmp/tree" \
		--eval='flags: ; @echo flags:$(PQ_FLAGS)' "$@" 2>/dev/null | grep '^flags:'
}
is "$(flags flags)" "flags:" "make without a library"
is "$(flags deps flags)" "flags:-lpq" "make deps and a goal: the goal finds it"
rm "$tmp/has-libpq"
is "$(flags -j4 deps flags)" "flags:-lpq" "so it does under -j"

# What every package of every tests/ script is called must be in the list, or no skip of it
# could be excused.
lost=$(grep -rhoE '\<lacks [a-z0-9.+-]+ "' "$root"/tests/*/*.{sh,bash} | cut -d' ' -f2 |
	sort -u | grep -vxF "$(all_names)")
is "$lost" "" "every package that a test names is one of the list"

a_release
rm "$bin/apt-get" "$bin/dpkg-query"
# elsewhere COMMAND AUDIT: where that command installs.
elsewhere() {
	stand_in "$1" <<<'echo changed >>"$fake/log"'
	deps
	is "$status $(cat "$fake/log")" "1 " "$1: says what to install, and installs nothing"
	says "for --audit and --check: +$1 [a-zS-]+ $2\$" "$1: with libdw's headers in its words"
	rm "$bin/$1"
}
elsewhere dnf elfutils-devel
elsewhere zypper libdw-devel
elsewhere pacman libelf
elsewhere apk elfutils-dev
deps
is "$status $(grep -c 'a C compiler, make' "$tmp/said")" "1 1" "another system: in words"
# What is not installed is not built: without headers no program that needs one.
env -u MAKEFLAGS make -C "$root" -pn BUILD="$tmp/build" CC="${CC:-cc} -nostdinc" test-programs 2>/dev/null >"$tmp/out"
is "$(sed -n 's/^RUNTIMES_MISSING = //p' "$tmp/out" | tr ' ' '\n' | grep -cE "^$tmp/build/tests/runtimes/(gmp|mbedtls|pari|tomcrypt)\$")" 4 \
	"a test's program is left out where its header is missing"
finish
