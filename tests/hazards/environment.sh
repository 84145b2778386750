#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 7: the shim where there is nearly nothing: no /proc, no descriptors, no memory, no
# environment; switched off; and in a setuid program, where settings must count for nothing.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/outcomes.sh"

program=$programs/hazards/environment

bare "$program" >"$tmp/bare"
ok $? "environment: bare run ends"
is "$(all_bad duplicates "$tmp/bare")" "" "environment: bare, children repeat in every case"

# judge NAME: the shim's run in $tmp/shim has all children, none bad.
judge() {
	local what
	is "$(sum reported "$tmp/shim")" "$(sum reported "$tmp/bare")" "environment: all children report ($1)"
	for what in duplicates hung crashed; do
		is "$(none_bad $what "$tmp/shim")" "" "environment: no $what ($1)"
	done
}

for when in first-use fork; do
	shimmed env FORKSEED_WHEN=$when "$program" >"$tmp/shim"
	ok $? "environment: run with the shim ends ($when)"
	judge $when
done

# In a mount namespace of its own, /proc can be hidden before the program starts. The watching
# parent needs it only to kill children that hang, and then the run fails: as it should.
if unshare -m true 2>/dev/null; then
	# shellcheck disable=SC2016 # the inner shell's words
	LD_PRELOAD='' unshare -m sh -c 'mount -t tmpfs none /proc && LD_PRELOAD=$0 exec "$@"' \
		"$shim" "$program" >"$tmp/shim"
	ok $? "environment: run without /proc ends"
	judge "no /proc"
else
	skip "no mount namespace is permitted here" "environment: run without /proc"
fi

shimmed env FORKSEED=off "$program" >"$tmp/off"
is "$(cat "$tmp/off")" "$(cat "$tmp/bare")" "environment: FORKSEED=off repeats exactly as bare"
for mode in values overwritten; do
	is "$(shimmed env FORKSEED=off "$program" $mode)" "$(bare "$program" $mode)" \
		"environment: FORKSEED=off, values as bare ($mode)"
	[ "$(shimmed "$program" $mode)" != "$(bare "$program" $mode)" ]
	ok $? "environment: the shim is there when not switched off ($mode)"
done

# secure PROGRAM...: runs it as nobody, in the environment given by the caller.
secure() { setpriv --reuid nobody --regid nogroup --clear-groups "$@"; }

if [ "$(id -u)" -ne 0 ] || ! command -v setpriv >/dev/null; then
	skip "needs root and setpriv" "environment: a setuid program"
	finish
	exit
fi
chmod 711 "$tmp"
install -m 4755 "$program" "$tmp/setuid"
if [ "$(secure "$tmp/setuid" values | grep -c 'secure=1')" -ne 1 ]; then
	skip "setuid has no effect in $tmp" "environment: a setuid program"
	finish
	exit
fi
is "$(LD_PRELOAD=$shim secure "$tmp/setuid" values 2>"$tmp/err")" "$(secure "$tmp/setuid" values)" \
	"environment: the loader keeps the shim out of a setuid program"

# Linked, not preloaded, so that the loader lets it in: then settings must be ignored.
install -m 755 "$shim" "$tmp/libforkseed.so"
"${CC:-cc}" -O2 -o "$tmp/linked" "$root/tests/hazards/environment.c" -Wl,--no-as-needed \
	"$tmp/libforkseed.so" -Wl,-rpath,"$tmp"
ok $? "environment: a program linked with the shim builds"
install -m 4755 "$tmp/linked" "$tmp/linked-setuid"
# distinct TEXT: whether the two children's values in a line of `values` differ.
distinct() { awk '$1 != $3 && $2 != $4 { found = 1 } END { exit !found }' <<<"$1"; }
! distinct "$(FORKSEED=off "$tmp/linked" values)"
ok $? "environment: FORKSEED=off counts in an ordinary program"
secured=$(FORKSEED=off secure "$tmp/linked-setuid" values)
distinct "$secured" && [[ $secured = *secure=1 ]]
ok $? "environment: FORKSEED=off is ignored in a setuid program"
finish
