#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --format: GitHub's annotations, GitLab's Code Quality and JUnit XML, read by strict
# readers; paths that a reader of the repository knows; identities that stay; bad input.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand what is quoted
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
unset GITHUB_WORKSPACE CI_PROJECT_DIR
hazards=$programs/audit/hazards
python=/usr/bin/python3
need "$python" "what --format writes" || { finish && exit 0; }

# A small project: its sources below it, programs beside them.
project=$tmp/project
mkdir -p "$project/src"
cat >"$project/src/server.c" <<'END'
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
__attribute__((noinline)) static int token(void)
{
	return rand(); /* line 6 */
}
__attribute__((noinline)) static int cookie(void)
{
	int one = lrand48() & 1; /* line 10 */
	return one + (lrand48() & 1);
}
__attribute__((noinline)) static void spawn(int (*work)(void))
{
	if (fork() == 0) /* line 15 */
		_exit(work() < 0);
}
int main(void)
{
	for (int i = 0; i < 2; i++)
		spawn(token);
	for (int i = 0; i < 3; i++)
		spawn(cookie);
	while (wait(NULL) > 0)
		;
	return 0;
}
END
compile() { "${CC:-cc}" -g -O1 -fno-optimize-sibling-calls "$@"; }
(cd "$project" && compile -o server src/server.c)

# formatted COMMAND...: all three, in $tmp/{summary,quality,junit}; stdout in $tmp/out.
formatted() {
	rm -f "$tmp/quality" "$tmp/junit"
	"$launcher" --check --format=github --format=gitlab:"$tmp/quality" \
		--format=junit:"$tmp/junit" "$@" >"$tmp/out" 2>"$tmp/summary"
}
# entries FORMAT [full]: as the strict reader has them.
entries() {
	local file=$tmp/summary
	[ "$1" = gitlab ] && file=$tmp/quality
	[ "$1" = junit ] && file=$tmp/junit
	"$python" "$root/tests/audit/formats.py" "$1" "$file" ${2+"$2"} 2>&1
}
# identities: what must not change from run to run.
identities() { { entries gitlab full && entries junit full; } | grep '^  identity' | sort; }
follows_schema() {
	if need xmllint "$1: the schema"; then
		check "$1: JUnit XML follows the schema" \
			xmllint --noout --schema "$root/tests/audit/junit.xsd" "$tmp/junit" 2>"$tmp/xmllint"
	fi
}

# What the readers are there to refuse.
refuses() {
	printf '%b' "$3" >"$tmp/bad"
	! "$python" "$root/tests/audit/formats.py" "$1" "$tmp/bad" >/dev/null 2>"$tmp/bad.err"
	ok $? "the reader of $1 refuses $2"
	sed 's/^/# /' "$tmp/bad.err" | tail -n 1
}
refuses github "a bare colon" '::error file=a:b,line=1,title=t::text\n'
refuses github "a bare comma" '::error file=a,b,line=1,title=t::text\n'
refuses github "a bare %" '::error title=t::100 % sure\n'
refuses github "a file without a line" '::error file=a,title=t::text\n'
refuses github "no message" '::error title=t::\n'
refuses gitlab "an empty file" ''
refuses gitlab "what is not UTF-8" '["\xff"]'
refuses gitlab "an entry without a place" '[{"description":"d","check_name":"forkseed:inherited","fingerprint":"0123456789abcdef","severity":"major"}]'
refuses junit "a bare &" '<testsuites a="&"/>'
refuses junit "a suite without tests" '<testsuites tests="0" failures="0" errors="0" skipped="0"><testsuite timestamp="2026-01-01T00:00:00" tests="0" failures="0" errors="0" skipped="0"/></testsuites>'

# Findings.
cd "$project" || exit 1
bare ./server
ok $? "bare, the program ends well, and nobody sees the bug"
formatted ./server
is $? 99 "--check with formats: 99"
is "$(cat "$tmp/out")" "" "nothing is on stdout"
told="3 children drew from the drand48 stream that they inherited (healed)
2 children drew from the random stream that they inherited (healed)"
is "$(entries github)" "error src/server.c:10 forkseed: ${told%%$'\n'*}
error src/server.c:6 forkseed: ${told#*$'\n'}" "GitHub: an annotation a group, at the draw, the path relative"
is "$(entries gitlab)" "major forkseed:inherited src/server.c:10 forkseed: ${told%%$'\n'*}
major forkseed:inherited src/server.c:6 forkseed: ${told#*$'\n'}" "GitLab: the same"
is "$(entries junit)" "failure src/server.c:10 ${told%%$'\n'*}
failure src/server.c:6 ${told#*$'\n'}" "JUnit: the same"
follows_schema "findings"
for format in github gitlab junit; do
	is "$(entries $format full | grep 'text .*what to do: ' | grep 'forked in spawn (src/server.c:15)' |
		grep -c 'drew in \(token (src/server.c:6\|cookie (src/server.c:10\))')" 2 \
		"$format: both places, and what to do"
done
says "^forkseed: 5 findings in 2 groups, 6 processes$" "the summary is there as ever"
is "$(grep -c '^::' "$tmp/summary")" 2 "each annotation is one line, from its beginning on"

# Identities.
first=$(identities)
formatted ./server
is "$(identities)" "$first" "another run: the same fingerprints and names"
is "$(sort -u <<<"$first" | wc -l)" 4 "of each finding its own"
sed -i '1i/* one */\n/* two */' src/server.c && compile -o server src/server.c
formatted ./server
is "$(identities)" "$first" "the same where lines were added above"
is "$(entries github | grep -c 'src/server.c:\(8\|12\) ')" 2 "while the lines have moved"
sed -i '1,2d; s/lrand48() & 1;/0;/' src/server.c && compile -o server src/server.c
formatted ./server
[ "$(identities | wc -l)" = 4 ] && [ "$(identities)" = "$first" ]
ok $? "the same where the draw moved within its function"
printf '%s\n' '#include <stdlib.h>' '#include <sys/wait.h>' '#include <unistd.h>' \
	'static void spawn(int how)' '{' 'if (how && fork() == 0)' '_exit(rand() < 0);' \
	'if (!how && fork() == 0)' '_exit(rand() < 0);' '}' 'int main(void)' '{' 'spawn(0);' 'spawn(1);' \
	'while (wait(NULL) > 0)' ';' '}' >src/twice.c
compile -O0 -o twice src/twice.c
formatted ./twice
same='random in twice, forked in spawn (src/twice.c), in spawn (src/twice.c)'
is "$(entries junit full | sed -n 's/^failure .*:\([0-9]*\) .*/\1/p; s/^  identity //p' | paste - - | sort)" \
	"7	$same
9	$same #2" "two in one function are told apart, in the order of their lines"
entries gitlab >/dev/null
ok $? "by their fingerprints too"

# Paths. Names relative to where the compiler ran; from elsewhere; a tree that was moved.
# places NAME WANTED: of the annotations.
places() { is "$(entries github | cut -d' ' -f2 | sort -u | xargs)" "$2" "$1"; }
(cd src && compile -o ../below server.c)
formatted ./below
places "compiled in a directory below" "src/server.c:11 src/server.c:6"
cd src && formatted ../below
places "forkseed was started below" "server.c:11 server.c:6"
GITHUB_WORKSPACE=$project formatted ../below
places "GITHUB_WORKSPACE names the repository" "src/server.c:11 src/server.c:6"
CI_PROJECT_DIR=$project formatted ../below
places "CI_PROJECT_DIR does" "src/server.c:11 src/server.c:6"
GITHUB_WORKSPACE=$project/other formatted ../below
places "a variable for somewhere else does not count" "server.c:11 server.c:6"
cd "$tmp" || exit 1
formatted "$project/below"
places "forkseed was started above" "project/src/server.c:11 project/src/server.c:6"
mkdir "$tmp/elsewhere" && cd "$tmp/elsewhere" || exit 1
formatted "$project/below"
places "a file outside has its whole path" "$project/src/server.c:11 $project/src/server.c:6"
mv "$project" "$tmp/moved" && cd "$tmp/moved" && formatted ./server
places "a tree that was moved" "src/server.c:11 src/server.c:6"
ln -s "$tmp/moved" "$tmp/project" && cd "$tmp/project" && formatted ./below
places "a directory by another name" "src/server.c:11 src/server.c:6"

# Names that mean something to a format.
odd=$'src/a,b:c%2C%0A <&>"\' \\é\t=.c'
cp src/server.c "$odd" && compile -o odd "$odd"
formatted ./odd
is "$(entries github | head -n 1)" "error $odd:11 forkseed: ${told%%$'\n'*}" "GitHub: a file's odd name"
is "$(entries gitlab | head -n 1)" "major forkseed:inherited $odd:11 forkseed: ${told%%$'\n'*}" "GitLab: likewise"
is "$(entries junit | head -n 1)" "failure $odd:11 ${told%%$'\n'*}" "JUnit: likewise"
cp src/server.c $'src/\xff\e\x01.c' && compile -o odd $'src/\xff\e\x01.c'
formatted ./odd
is "$(entries gitlab | cut -d' ' -f3 | head -n 1)" "src/���.c:11" "GitLab: bytes that are no text"
is "$(entries junit | cut -d' ' -f2 | head -n 1)" "src/���.c:11" "JUnit: likewise"
follows_schema "bytes that are no text"
cp server $'./new\n::error title=t::<'
formatted $'./new\n::error title=t::<'
is "$(entries github | wc -l) $(entries junit | wc -l) $(entries gitlab | wc -l)" "2 2 2" \
	"a program whose name has a line that is a command"

# Where no line is known; nothing found; suppressed; not complete.
compile -g0 -o plain src/server.c
formatted ./plain
is "$(entries github)" "error - forkseed: ${told%%$'\n'*}
error - forkseed: ${told#*$'\n'}" "without debug information: no place for GitHub"
is "$(entries gitlab | cut -d' ' -f3 | sort -u)" "plain:1" "the program for GitLab, which wants one"
formatted sh -c 'env -u LD_PRELOAD sleep 1; :'
is "$(entries github)" "error - forkseed: 1 process ran without the shim" "what escaped has no place either"
entries gitlab >/dev/null && entries junit >/dev/null
ok $? "and is in all reports"
formatted true
is "$? $(entries github)$(entries gitlab)" "0 " "a clean run: no annotation, no issue"
is "$(cat "$tmp/quality")" "[]" "Code Quality is there, and empty"
is "$(entries junit)" "passed -" "JUnit has one test, which passed"
follows_schema "a clean run"
printf '{\n no <secret>\n forkseed:inherited\n generator:random\n}\n' >"$tmp/known"
formatted --suppressions="$tmp/known" ./server
is "$(entries junit)" "failure src/server.c:11 ${told%%$'\n'*}
skipped - 2 findings suppressed by 'no <secret>'" "JUnit: what is suppressed is skipped"
follows_schema "suppressed"
is "$(entries github | wc -l) $(entries gitlab | wc -l)" "1 1" "and is in no other report"
printf '{\n all\n forkseed:*\n}\n' >"$tmp/all"
formatted --suppressions="$tmp/all" ./server
is "$? $(entries junit)" "0 passed -
skipped - 5 findings suppressed by 'all'" "all suppressed: a test passed"
FORKSEED_AUDIT=$tmp/hand shimmed ./server
printf '\003' | dd of="$tmp/hand.raw" bs=1 seek=48 conv=notrunc status=none
"$audit_program" --summary --format=github --format=junit:"$tmp/junit" \
	--format=gitlab:"$tmp/quality" "$tmp/hand" 2>"$tmp/summary"
is "$(entries github | tail -n 1)" "error - forkseed: the recording is not complete" "lost records: an annotation"
is "$(entries junit | tail -n 1)" "error - the recording is not complete" "an error for JUnit"
is "$(entries gitlab | tail -n 1 | cut -d: -f1-4)" \
	"major forkseed:incomplete server:1 forkseed: the recording is not complete" \
	"an issue for GitLab"
is "$([ -e "$tmp/hand" ] && echo there)" "" "with --summary there are no JSON Lines"

# The command line.
cd "$tmp" || exit 1
"$launcher" --format github "$hazards" inherit_random >"$tmp/out" 2>"$tmp/summary"
is "$? $(entries github | wc -l)" "0 1" "--format implies --audit, not --check; a blank may stand for ="
"$launcher" --format=junit:one --format=junit:two true 2>/dev/null
is "$(ls one two 2>/dev/null)" two "of one format the last counts"
"$launcher" --check --format=junit:relative --report=page.html --audit=lines sh -c 'cd /' 2>/dev/null
[ -s relative ] && [ -s page.html ] && [ -s lines ]
ok $? "all reports at once; a relative name is meant from where the launcher starts"
known='known values are github|gitlab:FILE|junit:FILE'
for value in banana junit junit: gitlab: github: github:x '' junit,github JUNIT:x git :x FILE; do
	fails 125 "'$value': $known" "--format='$value'" "$launcher" --format="$value" true
	fails 125 "can't take '$value'" "forkseed-audit does not take it either" "$audit_program" --format="$value" "$tmp/hand"
done
fails 125 'needs a value: --format=FORMAT' "--format without a value" "$launcher" --format
fails 125 'cannot write the report /no/such/file: No such' "a file that can't be made" \
	"$launcher" --format=junit:/no/such/file true
fails 125 'not a regular file' "a device" "$launcher" --format=gitlab:/dev/full true
fails 125 'Is a directory' "a directory" "$launcher" --format=gitlab:"$tmp" true
ln -s "$tmp/target" "$tmp/link"
fails 125 'it is a symbolic link' "a symbolic link" "$launcher" --format=junit:"$tmp/link" true
[ ! -e "$tmp/target" ]
ok $? "is not followed"
fails 125 '[-]-audit and --format=junit name one file' "the file of --audit" \
	"$launcher" --audit="$tmp/same" --format=junit:"$tmp/same" true
fails 125 '[-]-report and --format=gitlab name one file' "that of --report, by another name" \
	"$launcher" --report=same --format=gitlab:./same true
fails 125 '[-]-format=gitlab and --format=junit name one file' "that of another format" \
	"$launcher" --format=gitlab:same --format=junit:same true
: >one.file && ln one.file other.file
fails 125 'name one file' "one file with two names" \
	"$launcher" --audit=one.file --format=junit:other.file true
fails 125 'records into' "the recording itself" "$launcher" --audit=fresh --format=junit:fresh.raw true

# A disk that is full by the time of the report.
for format in gitlab junit; do
	"$audit_program" --summary --format=$format:/dev/full "$tmp/hand" 2>"$tmp/err"
	is "$? $(tail -n 1 "$tmp/err")" "125 forkseed: /dev/full: No space left on device" "$format on a full disk"
done
finish
