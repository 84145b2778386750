#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# GLib: g_random_*(), UUIDs and GRand objects differ in each child; a child never waits for
# GLib's lock, which a thread of its parent held.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
glib=$programs/runtimes/glib

if here glib libglib2.0-dev; then
	for kind in random double range uuid rand copy; do
		heals glib "$kind" "$glib" $kind
		keeps_parent "$kind" "$glib" $kind
		keeps_seeds "$kind" "$glib" $kind
		keeps_childs_seeds "$kind" "$glib" $kind
	done
	for kind in given array; do
		is "$(limited "$launcher" "$glib" $kind drawn)" "$(limited "$glib" $kind drawn)" "$kind: made with a seed, as bare"
		is "$(limited "$launcher" --seed x "$glib" $kind drawn | distinct)" "8 of 8" "$kind: under --seed distinct"
		keeps_childs_seeds $kind "$glib" $kind
	done
	for kind in random uuid; do never_waits $kind "$glib" $kind; done
	audited glib random "drew in draw_random" "$glib" random
	if [ -x "$build/forkseed-audit" ]; then
		limited "$launcher" --check "$glib" many >/dev/null 2>"$tmp/said"
		is "$? $(grep -c 'more than 4096 generators at one time' "$tmp/said")" "99 1" "many: that the last is not known is told"
	fi
	audited glib rand "drew in draw_rand" "$glib" rand
fi
finish
