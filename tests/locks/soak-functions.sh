#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The full counts: 0 of 2000 children in every function of the table, 0 of 10 000 beside
# eight threads that do what a server does (and bare, some), and how often a fork gave up
# waiting with the default bound. Takes half an hour.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/locks.bash"

shown_bare functions mixed 1
is "$(runs 1800 "$launcher" --locks="heal$patient" "$programs/locks/functions" mixed 10000 20000)" \
	"hung=0 died=0 of 10000" "mixed: with --locks=heal none of 10000"
while IFS='|' read -r name often; do
	count=2000
	# These are busy for a while only: their tables grow.
	case $name in on_exit | at_quick*) count=50 ;; esac
	total=0
	while [ $total -lt 2000 ]; do
		got=$(runs 600 "$launcher" --locks="heal$patient" "$programs/locks/functions" "$name" $count 20000)
		[ "$got" = "hung=0 died=0 of $count" ] || break
		total=$((total + count))
	done
	is "$got of $total" "hung=0 died=0 of $count of 2000" "$name: none of 2000"
done < <(names functions)
if [ -x "$build/forkseed-audit" ]; then
	got=$(runs 900 "$launcher" --locks=heal --audit="$tmp/report" "$programs/locks/functions" mixed 2000 20000)
	echo "# with the default bound: ${got%%$'\n'*}, $(grep -c lock-held "$tmp/report") forks gave up waiting"
fi
finish
