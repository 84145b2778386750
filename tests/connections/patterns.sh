#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Small programs that share a connection with a child and are right: nothing changes for them.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/innocent.bash"

# That the test can fail.
run bare "$built/patterns" wrong
warned "$built/patterns" wrong
is "$(accused | cut -d' ' -f1 | sort -u)" shared-use "what is wrong: somebody is accused"
peers=all isolated "$built/patterns" wrong
[ "$(seen isolate)" != "$(seen bare)" ]
ok $? "what is wrong: isolated, it differs from bare"

run isolate "$launcher" --connections=isolate --peers=all \
	strace -f -qq -e trace=dup3 -o "$tmp/isolate.calls" "$built/patterns" wrong
is "$(calls isolate)" "1 dup3" "what is wrong: isolated, strace sees it cut off"

# patterns SUFFIX: all of them.
patterns() {
	local case
	for case in daemonised double_fork parent_died handed_over \
		handed_over_as_copy; do
		innocent $case"$1" all "^the .* again: answer" "$built/patterns" $case
		witness $case"$1" all "$built/patterns" $case
	done
	innocent "handed_to_program$1" all "^answer to over exec" \
		"$built/patterns" handed_to_program
	witness "handed_to_program$1" all "$built/patterns" handed_to_program
	innocent "passed_by_rights$1" all "^the sender at last: answer" \
		"$built/patterns" passed_by_rights
	witness "passed_by_rights$1" all "$built/patterns" passed_by_rights

	# At the child's first use these can't be told from a pool's: with the peer listed they
	# are cut off.
	for case in handed_over_at_once borrowed child_reads child_writes \
		child_reads_to_the_end child_writes_to_the_end; do
		innocent $case"$1" usual "answer to .*" "$built/patterns" $case
		witness $case"$1" usual "$built/patterns" $case
	done
}

# The owner is in the middle of its end, or a zombie: in whichever moment the orphan looks.
export built
orphans() { for _ in {1..60}; do "$built/patterns" parent_died | cat; done; }
export -f orphans
peers=all isolated bash -c orphans
is "$(grep -c '^the orphan again: answer' "$tmp/isolate/out")" 60 \
	"60 orphans: isolated, none is cut off"

patterns ""
export OVER_UNIX=1
patterns ", Unix socket"
finish
