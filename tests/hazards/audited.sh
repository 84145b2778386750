#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What a fork costs under an audit, counted: page faults of parent and child together. (Before
# the child's record was written by its parent there were 14 more than with the shim alone.)
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
python=/usr/bin/python3

# faults COMMAND...: page faults a fork, of bench/forks; start and end cancel out. The least of
# three, as what the kernel maps beside a fault depends on where libraries lie.
faults() {
	"$python" - "$@" <<-'END'
		import resource, subprocess, sys
		def count(forks):
		    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt
		    subprocess.run([*sys.argv[1:], str(forks)], check=True, stdout=subprocess.DEVNULL,
		                   stderr=subprocess.DEVNULL)
		    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt - before
		print(min(round((count(300) - count(100)) / 200) for _ in range(3)))
	END
}

# under WHAT: the same, of a child that does nothing, and of one that draws, by that launcher's options.
under() {
	local each
	for each in plain draw; do faults "$launcher" "$@" "$build/bench/forks" $each 0; done | paste -sd' '
}

if need "$python" "page faults of audited forks" && [ -x "$build/forkseed-audit" ]; then
	# Beside other work the kernel has fewer neighbours to map: one look of five will do.
	for _ in 1 2 3 4 5; do
		read -r idle draws < <(under)
		read -r idle_audited draws_audited < <(under --audit="$tmp/report")
		more=$((idle_audited - idle)) more_drawn=$((draws_audited - draws))
		echo "# a child that does nothing: $idle, audited $idle_audited; one that draws: $draws, audited $draws_audited"
		[ $more -gt 10 ] || [ $more_drawn -gt 13 ] || break
	done
	[ "$idle" -gt 8 ] && [ "$more" -gt 0 ] && [ "$more" -le 10 ]
	ok $? "audited, a child that does nothing costs at most 10 page faults more"
	[ "$more_drawn" -gt 0 ] && [ "$more_drawn" -le 13 ]
	ok $? "and one that draws at most 13"
fi
finish
