#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Qt 5 and 6: the global generator differs in each child, and Qt 5's qrand(); a child never
# waits for Qt's mutex. A generator that the program made itself is left alone.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"

# works VERSION PROGRAM: the global generator. It is seeded by the system: no two runs of a
# parent are alike.
works() {
	local version=$1 program=$2
	heals qt "$version global" "$program" global
	is "$(limited "$launcher" "$program" other)" "$(limited "$program" other)" \
		"$version: an object that the program made is as bare"
	audited qt "$version global" "draw_global" "$program" global
}

if here qt qtbase5-dev; then
	works "Qt 5" "$programs/runtimes/qt"
	never_waits "Qt 5 global" "$programs/runtimes/qt" global
	heals qt "qrand" "$programs/runtimes/qt" old
	keeps_parent "qrand" "$programs/runtimes/qt" old
	keeps_seeds "qrand" "$programs/runtimes/qt" old
	keeps_childs_seeds "qrand" "$programs/runtimes/qt" old
	if [ -x "$build/forkseed-audit" ]; then
		limited "$launcher" --check "$programs/runtimes/qt" old reseeded >/dev/null 2>"$tmp/said"
		is "$? $(grep -c 'seeded by qsrand(42)' "$tmp/said")" "99 1" "qrand: children that seed alike are told of"
	fi
fi
here qt6 qt6-base-dev && works "Qt 6" "$programs/runtimes/qt6"
finish
