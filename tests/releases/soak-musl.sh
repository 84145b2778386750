#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Programs of musl that others made, as they are: Dart's engine with Sass (dynamic) and sherif
# (static), both from npm, and newLISP, Debian's source built by musl-gcc. The launcher takes musl's
# shim for those that it can heal, they do what they do bare, and newLISP's children, which
# bare draw alike, differ. Needs musl-gcc, npm's registry and an archive of Debian.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../launcher/common.bash"
. "$(dirname "$0")/root.bash"
. "$(dirname "$0")/foreign.bash"

if ! need musl-gcc "programs of musl"; then
	finish
	exit 0
fi

# from_npm PACKAGE: fills at with the folder where it is unpacked.
from_npm() {
	at=$tmp/${1##*/}
	mkdir -p "$at" "$tmp/npm"
	(cd "$at" && npm_config_cache=$tmp/npm timeout 300 npm pack --silent "$1" && tar -xzf ./*.tgz) >"$tmp/log" 2>&1 && return
	skip "npm's registry does not give $1: $(grep -m 1 . "$tmp/log")" "$1"
	return 1
}

# same NAME COMMAND...: ends as bare, with what it says.
same() {
	local name=$1
	shift
	bare "$@" >"$tmp/bare" 2>&1
	echo "$?" >>"$tmp/bare"
	"$launcher" "$@" >"$tmp/healed" 2>&1
	echo "$?" >>"$tmp/healed"
	cmp -s "$tmp/bare" "$tmp/healed"
	ok $? "$name: $(wc -l <"$tmp/bare") lines as bare"
}

# has_shim PID: waits until it, which waits for input, has musl's shim.
has_shim() {
	local i
	for ((i = 0; i < 200; i++)); do
		if grep -q '/libforkseed-musl\.so$' "/proc/$1/maps" 2>/dev/null; then return; fi
		sleep 0.05
	done
	return 1
}

if need npm "programs of musl from npm" && from_npm sass-embedded-linux-musl-x64@1.105.0; then
	sass=("$at/package/dart-sass/src/dart" "$at/package/dart-sass/src/sass.snapshot")
	cat >"$tmp/a.scss" <<-'SCSS'
		@use "sass:math";
		@for $i from 1 through 200 { .a#{$i} { width: math.sqrt($i) * 1px; } }
	SCSS
	is "$(readelf -lW "${sass[0]}" | grep -c '/ld-musl-')" 1 "Sass: a program of musl"
	bare "${sass[@]}" "$tmp/a.scss" | grep -q 'width: 14.1421'
	ok $? "Sass: bare, it compiles"
	same "Sass" "${sass[@]}" "$tmp/a.scss"
	same "Sass, of a file that is wrong" "${sass[@]}" "$tmp/none.scss"
	same "Sass by its script, which sh runs" "$at/package/dart-sass/sass" "$tmp/a.scss"
	mkfifo "$tmp/fifo"
	"$launcher" "${sass[@]}" --stdin <"$tmp/fifo" >"$tmp/healed" &
	exec 5>"$tmp/fifo"
	check "Sass: the launcher took musl's shim" has_shim $!
	cat "$tmp/a.scss" >&5
	exec 5>&-
	wait $!
	is "$?" 0 "Sass: and it ends well"
	cmp -s "$tmp/healed" <(bare "${sass[@]}" "$tmp/a.scss")
	ok $? "Sass: $(wc -l <"$tmp/healed") lines are what they are bare"
	is "$("$launcher" --doctor "${sass[0]}" | tail -n 1 | cut -d: -f1,2)" "verdict: yes" "Sass: the doctor says so, too"
fi

if need npm "a static program of musl from npm" && from_npm sherif-linux-x64-musl@1.13.0; then
	sherif=$at/package/bin/sherif
	bare "$sherif" --version >"$tmp/bare"
	is "$?" 0 "sherif: bare, it runs"
	fails 125 'statically linked.*--force' "sherif: as it is static it is refused" "$launcher" "$sherif" --version
	is "$("$launcher" --force "$sherif" --version 2>/dev/null)" "$(cat "$tmp/bare")" "sherif: --force runs it as bare"
fi

# Debian's source of a package, of this archive's bookworm, in $tmp/source.
source_of() {
	own_apt_in "$tmp/apt" "$(dpkg --print-architecture)" deb-src bookworm && mkdir "$tmp/source"
	own_apt update && (cd "$tmp/source" && own_apt source "$1")
} >"$tmp/log" 2>&1

# A part of its makefile's list, without readline, which there is not for musl.
build_newlisp() {
	local objects
	cd "$tmp"/source/newlisp-*/ || return
	objects=$(sed -n '/^OBJS/,/pcre\.o/p' makefile_linuxLP64_utf8 | grep -o '[a-z0-9-]*\.o' | xargs)
	# shellcheck disable=SC2086 # several words
	musl-gcc -O1 -w -fpermissive -fPIC -DSUPPORT_UTF8 -DNEWLISP64 -DLINUX ${objects//.o/.c} -lm -ldl -o "$tmp/newlisp"
}

if ! source_of newlisp; then
	skip "no archive has its source: $(tail -n 1 "$tmp/log")" "newLISP"
	finish
	exit 0
fi
(build_newlisp) >"$tmp/log" 2>&1
ok $? "newLISP: built by musl-gcc"
cat >"$tmp/children.lsp" <<'L'
(println "parent " (rand 1000000))
(define (child) (println "child " (rand 1000000) " " (random 0 1) " " (amb 1 2 3 4 5 6 7 8 9)) (exit))
(dotimes (i 8) (wait-pid (fork (child))))
(println "parent " (rand 1000000) " " (random 0 1))
(exit)
L
newlisp() { "$@" "$tmp/newlisp" "$tmp/children.lsp"; }
newlisp bare >"$tmp/bare"
newlisp "$launcher" >"$tmp/healed"
children() { grep '^child ' "$1" | sort -u | wc -l; }
is "$(grep -c '^child ' "$tmp/bare") $(children "$tmp/bare")" "8 1" "newLISP: bare, 8 of 8 children draw alike"
is "$(grep -c '^child ' "$tmp/healed") $(children "$tmp/healed")" "8 8" "newLISP: under the launcher 8 of 8 differ"
is "$(grep '^parent' "$tmp/healed")" "$(grep '^parent' "$tmp/bare")" "newLISP: the parent draws what it draws bare"
newlisp "$launcher" --seed=text >"$tmp/first"
newlisp "$launcher" --seed=text >"$tmp/again"
is "$(children "$tmp/first") $(cmp "$tmp/first" "$tmp/again" && echo same)" "8 same" "newLISP: --seed: 8 differ, and a second run is the same"
finish
