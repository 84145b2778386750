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
	done
	for kind in random uuid; do never_waits $kind "$glib" $kind; done
	audited glib random "drew in draw_random" "$glib" random
	audited glib rand "drew in draw_rand" "$glib" rand
fi
finish
