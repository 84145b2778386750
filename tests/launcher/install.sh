#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 1 holds for the installed tree as well: it finds its shim in a PREFIX, in a
# DESTDIR and through ld.so's $LIB. A shim that can't be found or named is told, not
# silently left out (promise 7). Also what uninstall leaves. install-all.sh: other ways to install.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
chmod 755 "$tmp"

# A quiet make of the project; without what an outer make handed down.
make_it() {
	(unset MAKEFLAGS MAKELEVEL && make -s -C "$root" "$@" >"$tmp/make.log" 2>&1) && return
	sed 's/^/# /' "$tmp/make.log"
	return 1
}
nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; }
all_in() { (cd "$1" && find . | sort); }
files_in() { (cd "$1" && find . ! -type d | sort); }
multiarch=$(${CC:-cc} -print-multiarch 2>/dev/null)
lib=lib${multiarch:+/$multiarch}
audit=$([ -x "$build/forkseed-audit" ] && printf '\n./bin/forkseed-audit')
musl=$([ ! -e "$build/libforkseed-musl.so" ] ||
	printf '\n%s' "./$lib/forkseed/libforkseed-musl-probe" "./$lib/forkseed/libforkseed-musl.so")
installed="./bin/forkseed$audit
./bin/forkseed-probe
./$lib/forkseed/libforkseed-adapters.so
./$lib/forkseed/libforkseed-connections.so
./$lib/forkseed/libforkseed-execs.so
./$lib/forkseed/libforkseed-locks.so$musl
./$lib/forkseed/libforkseed.so
./share/bash-completion/completions/forkseed
./share/man/man1/forkseed-audit.1
./share/man/man1/forkseed-probe.1
./share/man/man1/forkseed.1
./share/man/man7/forkseed.7
./share/zsh/site-functions/_forkseed"

before=$(stat -c '%n %Y %s' "$launcher" "$shim")
prefix=$tmp/prefix
# One directory that it uses has a file in it, one is empty, the rest is to be made.
mkdir -p "$prefix/bin" "$prefix/share/zsh" && touch "$prefix/bin/other"
was=$(all_in "$prefix")

# A user's own, by a path (-C) or a file (-f) from elsewhere, where a Makefile is somebody else's.
home=$tmp/home
mkdir -p "$home" "$tmp/elsewhere" && printf 'install:\n\tfalse\n' >"$tmp/elsewhere/Makefile"
from_elsewhere() {
	local how=$1 at=$root
	[ "$how" = -C ] || at=$root/Makefile
	(unset MAKEFLAGS MAKELEVEL && HOME=$home && cd "$tmp/elsewhere" &&
		make -s "$how" "$at" install PREFIX="$HOME/.local") >"$tmp/make.log" 2>&1
	ok $? "make $how install PREFIX=\$HOME/.local, from another directory"
	is "$(PATH=$home/.local/bin:$PATH forkseed "$probe" 2>&1)" "$protected" "it protects"
	(unset MAKEFLAGS MAKELEVEL && cd "$tmp/elsewhere" && make -s "$how" "$at" uninstall PREFIX="$home/.local") >"$tmp/make.log" 2>&1
	is "$? $(all_in "$home")" "0 ." "make $how uninstall leaves nothing in \$HOME"
	is "$(ls "$tmp/elsewhere")" Makefile "and nothing where it was typed"
}

over_itself() {
	check "make install once more" make_it install PREFIX="$prefix"
	check "and over itself" make_it install PREFIX="$prefix"
	touch "$prefix/share/man/man7/another"
	check "make uninstall" make_it uninstall PREFIX="$prefix"
	is "$(all_in "$prefix" | sed '/share\/man/d')" "$was" "leaves the same"
	check "but what somebody put beside it" test -e "$prefix/share/man/man7/another"
	rm -r "$prefix/share/man"
}

by_nobody() {
	install -d -o 65534 "$tmp/nobody"
	if nobody test -r "$launcher" -a -x "$root"; then
		check "make install by an ordinary user" nobody env -u MAKEFLAGS -u MAKELEVEL \
			make -s -C "$root" install PREFIX=/usr DESTDIR="$tmp/nobody"
		is "$(files_in "$tmp/nobody/usr")" "$installed" "installs the same"
	else
		skip "$root is not readable by others" "make install by an ordinary user"
	fi
}

by_coreutils() {
	mkdir "$tmp/tools"
	# musl-gcc is a compiler as well, where there is one; it asks for gcc by its machine's name.
	for tool in sh make "${CC:-cc}" musl-gcc "$(uname -m)-linux-gnu-gcc" as ld install mv chmod find sed dirname tr head grep; do
		! command -v "$tool" >/dev/null || ln -sf "$(command -v "$tool")" "$tmp/tools/"
	done
	PATH=$tmp/tools make_it install PREFIX="$tmp/plain"
	ok $? "make install with a compiler and coreutils alone"
	is "$("$tmp/plain/bin/forkseed" printenv LD_PRELOAD)" "$tmp/plain/$lib/forkseed/libforkseed.so" \
		"without readelf LD_PRELOAD has the full path"
	is "$("$tmp/plain/bin/forkseed" "$probe" 2>&1)" "$protected" "and protects"
}

if [ "${how-short}" = long ]; then
	over_itself
	from_elsewhere -f
	[ "$(id -u)" -ne 0 ] || by_nobody
	by_coreutils
	finish
	exit 0
fi

check "make install PREFIX=..." make_it install PREFIX="$prefix"
is "$(files_in "$prefix" | grep -v -e other -e "^./$lib/forkseed/directories$")" "$installed" "installs its files"
is "$(cd "$prefix" && stat -c %a bin/forkseed "$lib/forkseed/libforkseed.so" share/man/man1/forkseed.1 |
	tr '\n' ' ')" "755 644 644 " "with the right modes"
is "$(stat -c '%n %Y %s' "$launcher" "$shim")" "$before" "and leaves the build alone"
is "$(bare "$probe")" "$unprotected" "bare, 8 children draw one stream"
is "$("$prefix/bin/forkseed" "$probe" 2>&1)" "$protected" "the installed launcher protects"
is "$(PATH=$prefix/bin:$PATH forkseed "$probe" 2>&1)" "$protected" "found on PATH too"
ln -s "$prefix/bin/forkseed" "$tmp/link"
is "$("$tmp/link" "$probe" 2>&1)" "$protected" "and by a symbolic link"
is "$("$prefix/bin/forkseed" "$prefix/bin/forkseed" printenv LD_PRELOAD | tr : '\n' | wc -l)" 1 \
	"a nested one does not list the shim twice"
loader=$(readelf -p .interp "$probe" | sed -n 's/.*  \(\/.*\)/\1/p')
if [ "$("$loader" --list-diagnostics 2>/dev/null | sed -n 's/^dl_dst_lib="\(.*\)"/\1/p')" = "$lib" ]; then
	is "$("$prefix/bin/forkseed" printenv LD_PRELOAD)" "$prefix/\$LIB/forkseed/libforkseed.so" \
		"LD_PRELOAD names it by \$LIB"
else
	skip "ld.so does not say what \$LIB is, or LIBDIR is elsewhere" "LD_PRELOAD names it by \$LIB"
fi
is "$("$prefix/bin/forkseed" --connections=isolate printenv LD_PRELOAD | tr : '\n' | sed 's/.*-conn/conn/' | tail -n 1)" \
	"connections.so" "--connections preloads the second shim as well"
is "$("$prefix/bin/forkseed" --connections=isolate --doctor "$probe" | grep -c '^proof: .*second\|^verdict: yes')" 2 \
	"and the doctor proves it"
mv "$prefix/$lib/forkseed/libforkseed-connections.so" "$tmp/second"
fails 125 'make install' "which is missed where it is not installed" \
	"$prefix/bin/forkseed" --connections=isolate "$probe"
mv "$tmp/second" "$prefix/$lib/forkseed/libforkseed-connections.so"
# shellcheck disable=SC2016 # the inner shell expands it
is "$("$prefix/bin/forkseed" --locks=heal sh -c 'echo ${LD_PRELOAD##*/}')" libforkseed-locks.so \
	"--locks preloads the third one"
check "make uninstall" make_it uninstall PREFIX="$prefix"
is "$(all_in "$prefix")" "$was" "uninstall leaves what was there before, empty directories too"

from_elsewhere -C

check "make install with LIBDIR" make_it install PREFIX="$prefix" LIBDIR="$prefix/other-lib"
check "is obeyed" test -e "$prefix/other-lib/forkseed/libforkseed.so"
is "$("$prefix/bin/forkseed" "$probe" 2>&1)" "$protected" "and works"
rm "$prefix"/other-lib/forkseed/libforkseed*.so
fails 125 'make install' "an installed launcher without its shim" "$prefix/bin/forkseed" "$probe"
! make_it install PREFIX=relative DESTDIR="$tmp/never"
ok $? "a relative PREFIX is refused"
check "before anything is installed" test ! -e "$tmp/never"

stage="$tmp/a stage"
plain=$tmp/stage
check "make install DESTDIR=..." make_it install PREFIX=/usr DESTDIR="$stage"
is "$(files_in "$stage/usr")" "$installed" "installs the same below DESTDIR"
grep -qaF "/usr/$lib/forkseed/libforkseed.so" "$stage/usr/bin/forkseed" &&
	! grep -qaF "$stage" "$stage/usr/bin/forkseed"
ok $? "compiles in /usr, not DESTDIR"
fails 125 'with a space' "a path that LD_PRELOAD can't hold" "$stage/usr/bin/forkseed" "$probe"
mv "$stage" "$plain"
is "$("$plain/usr/bin/forkseed" "$probe" 2>&1)" "$protected" "a DESTDIR works where it stands"
check "make uninstall DESTDIR=..." make_it uninstall PREFIX=/usr DESTDIR="$plain"
is "$(files_in "$plain")" "" "and is removed again"

mkdir "$tmp/a:colon" "$tmp/empty" "$tmp/broken"
cp "$launcher" "$shim" "$tmp/a:colon"
fails 125 "a space, ':'" "a colon in the build's path" "$tmp/a:colon/forkseed" "$probe"
cp "$launcher" "$tmp/empty"
fails 125 'run make' "a launcher without a shim" "$tmp/empty/forkseed" "$probe"
cp "$launcher" "$tmp/broken"
head -c 20 "$shim" >"$tmp/broken/libforkseed.so"
fails 125 'damaged' "a shim that is cut off" "$tmp/broken/forkseed" "$probe"
mkdir "$tmp/noexec"
# The launcher itself can't be there; an old LIBDIR, a home, a venv's library directory can.
# shellcheck disable=SC2016 # the inner shell expands them
on_noexec() {
	unshare --mount bash -c 'mount -t tmpfs -o noexec tmpfs "$1" && cp "$2" "$1" && cp "$3" "$4" && ln -s "$1/libforkseed.so" "$4/libforkseed.so" && shift 4 && exec "$@"' \
		- "$tmp/noexec" "$shim" "$launcher" "$tmp/empty" "$@"
}
if [ "$(id -u)" -eq 0 ] && unshare --mount true 2>/dev/null; then
	LD_PRELOAD=$tmp/empty/libforkseed.so on_noexec "$probe" 2>/dev/null | grep -q streams=1
	ok $? "bare, ld.so leaves out a shim that lies on a file system mounted noexec"
	rm "$tmp/empty/libforkseed.so"
	fails 125 'noexec' "and the launcher says so" on_noexec "$tmp/empty/forkseed" "$probe"
else
	skip "only root can mount one" "a shim on a file system mounted noexec"
fi

# What a `make deb` that failed leaves behind, the copy of the sources, has a folder of this name.
# And scripts/suites keeps other people's sources, which have files of any name.
mkdir -p "$tmp/failed/deb/forkseed/scripts/coverage-reasons.d" "$tmp/failed/suites/sources"
echo 'no rule' >"$tmp/failed/suites/sources/phpdbg.init.d"
make_it BUILD="$tmp/failed" clean
is "$? $(cd "$tmp" && echo failed*)" "0 failed*" "neither keeps make from anything"
finish
