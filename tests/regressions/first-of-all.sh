#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Settings count however early a program reaches the shim: before libc has an environment
# (.preinit_array, and so -fsanitize=thread), and after a constructor has cleared it. In a
# set-user-ID program they count for nothing, there as well.
. "$(dirname "$0")/../lib.sh"
source=$root/tests/regressions/first-of-all.c
cc=${CC:-cc}
unset FORKSEED

build() { # COMPILER NAME FLAGS...
	local compiler=$1 name=$2
	shift 2
	$compiler -w "$@" "$source" -o "$tmp/$name" 2>"$tmp/err" && return
	skip "$compiler can't build it: $(head -n 1 "$tmp/err")" "$name: settings count"
	return 1
}

# A sanitizer's shadow has fixed addresses.
fixed() { setarch -R "$@"; }
off() { FORKSEED=off LD_PRELOAD=$shim fixed "$@"; }

# obeys WHAT PROGRAM...: all that a setting changes shows.
obeys() {
	local what=$1
	shift
	is "$(bare setarch -R "$@")" "$expected" "$what: bare, two children draw alike"
	[ "$(shimmed setarch -R "$@" | cut -d' ' -f1-2 | xargs -n1 | sort -u | wc -l)" = 2 ]
	ok $? "$what: with the shim they don't"
	is "$(off "$@")" "$expected" "$what: FORKSEED=off"
	is "$(FORKSEED_KEEP=random shimmed setarch -R "$@")" "$expected" "$what: FORKSEED_KEEP"
	is "$(FORKSEED_SEED=text shimmed setarch -R "$@")" "$seeded" "$what: FORKSEED_SEED"
	"$launcher" --check setarch -R "$@" >/dev/null 2>"$tmp/err"
	is "$? $(tail -n 1 "$tmp/err" | grep -o '[^,]*$' | grep -c '[3-9] processes')" "99 1" \
		"$what: an audit sees every process"
}

build "$cc" plain || exit
expected=$(bare "$tmp/plain")
seeded=$(FORKSEED_SEED=text shimmed "$tmp/plain")
is "$(cut -d' ' -f3 <<<"$seeded")" "$(cut -d' ' -f3 <<<"$expected")" "the parent draws as bare"
obeys plain "$tmp/plain"
build "$cc" preinit -DPREINIT && obeys .preinit_array "$tmp/preinit"
build "$cc" cleared -DCLEARED && obeys "environment cleared" "$tmp/cleared"
loader=$(readelf -p .interp "$tmp/preinit" | sed -n 's/.*  \(\/.*\)/\1/p')
obeys "ld.so called by name" "$loader" --inhibit-cache "$tmp/preinit"
build "$cc" tsan -fsanitize=thread && obeys "$cc -fsanitize=thread" "$tmp/tsan"
need clang "clang -fsanitize=thread" && build clang tsan-clang -fsanitize=thread &&
	obeys "clang -fsanitize=thread" "$tmp/tsan-clang"

# Linked, not preloaded, so that the loader lets it in.
if [ "$(id -u)" -ne 0 ] || ! need setpriv "a set-user-ID program"; then
	[ "$(id -u)" -eq 0 ] || skip "not root" "a set-user-ID program"
	finish
	exit
fi
secure() { FORKSEED=off setpriv --reuid nobody --regid nogroup --clear-groups "$tmp/secure"; }
chmod 711 "$tmp"
install -m 755 "$shim" "$tmp/libforkseed.so"
build "$cc" secure -DPREINIT -Wl,--no-as-needed "$tmp/libforkseed.so" -Wl,-rpath,"$tmp"
is "$(secure)" "$expected" "linked with the shim: FORKSEED=off"
chmod 4755 "$tmp/secure"
if [[ $(secure) != *secure=1 ]]; then
	skip "setuid has no effect in $tmp" "a set-user-ID program"
else
	[ "$(secure | cut -d' ' -f1-2 | xargs -n1 | sort -u | wc -l)" = 2 ]
	ok $? "and set-user-ID: ignored"
fi
finish
